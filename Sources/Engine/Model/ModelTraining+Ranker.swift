import Storage

extension ModelTraining {
    /// Learns from the recorded answers what comes of showings, and stores it beside the version of
    /// the record where its order is worth it.
    func learnRanker(_ record: inout ModelRecord) throws {
        let reading = try DataDirectory(reading: directory)
        let lessons = Result { try SlateLessons(reading) }
        try reading.close()
        let trial = RankerTrial(try lessons.get(), seed: options.seed)
        record.ranker = trial.text
        if let placed = trial.placed { try registry.save(placed, of: record.version) }
    }
}
