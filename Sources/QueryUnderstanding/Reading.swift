/// A stretch of pieces with one thing that it can mean.
struct Reading {
    var pieces: Range<Int>
    var slot: Slot
    /// How much speaks for it.
    var weight: Double

    /// Those that do not overlap and weigh most together: weighted interval scheduling (Kleinberg
    /// and Tardos, "Algorithm Design", 2005).
    static func best(of readings: [Reading], count: Int) -> [Reading] {
        var byStart = [[Reading]](repeating: [], count: count)
        for reading in readings { byStart[reading.pieces.lowerBound].append(reading) }
        var best = [Double](repeating: 0, count: count + 1)
        var choice = [Reading?](repeating: nil, count: count)
        for start in stride(from: count - 1, through: 0, by: -1) {
            best[start] = best[start + 1]
            for reading in byStart[start] {
                let sum = reading.weight + best[reading.pieces.upperBound]
                if sum > best[start] {
                    best[start] = sum
                    choice[start] = reading
                }
            }
        }
        var chosen: [Reading] = []
        var place = 0
        while place < count {
            if let reading = choice[place] { chosen.append(reading) }
            place = choice[place]?.pieces.upperBound ?? place + 1
        }
        return chosen
    }
}
