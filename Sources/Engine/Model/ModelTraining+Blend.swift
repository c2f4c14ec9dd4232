import Storage

extension ModelTraining {
    /// Learns how a model of these settings and the companions answer together, and stores it beside
    /// the version of the record.
    func rehearse(
        _ settings: ModelSettings, passes: Int, _ record: inout ModelRecord,
        _ progress: (Progress) -> Void
    ) throws {
        let reading = try DataDirectory(reading: directory)
        let result = Result {
            try BlendRehearsal(
                log: reading.log, catalogue: reading.catalogue, settings, options, passes: passes
            ).map { rehearsal in
                progress(.rehearsing)
                return try rehearsal.run()
            }
        }
        try reading.close()
        guard let joint = try result.get() else { return }
        record.blend = joint.text
        try registry.save(joint.blends, of: record.version)
    }
}
