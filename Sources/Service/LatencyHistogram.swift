/// Durations by size: four buckets per doubling from 1 µs on, so a quantile is within a fifth.
struct LatencyHistogram: Sendable {
    private var counts = [Int](repeating: 0, count: 112)
    private(set) var count = 0
    private(set) var sumMicroseconds: Int64 = 0

    mutating func record(microseconds: Int64) {
        counts[Self.bucket(of: max(1, microseconds))] += 1
        count += 1
        sumMicroseconds += microseconds
    }

    /// The upper end of the bucket that holds the quantile; 0 where nothing was recorded.
    func microseconds(quantile: Double) -> Double {
        let rank = Int((Double(count) * quantile).rounded(.up))
        guard rank > 0 else { return 0 }
        var seen = 0
        for (bucket, number) in counts.enumerated() {
            seen += number
            if seen >= rank { return Self.upperEnd(of: bucket) }
        }
        return Self.upperEnd(of: counts.count - 1)
    }

    /// What was recorded after an earlier state of the same histogram.
    func since(_ earlier: LatencyHistogram) -> LatencyHistogram {
        var difference = LatencyHistogram()
        for bucket in counts.indices {
            difference.counts[bucket] = counts[bucket] - earlier.counts[bucket]
        }
        difference.count = count - earlier.count
        difference.sumMicroseconds = sumMicroseconds - earlier.sumMicroseconds
        return difference
    }

    private static func bucket(of microseconds: Int64) -> Int {
        let octave = 63 - microseconds.leadingZeroBitCount
        let quarter = octave >= 2 ? Int(microseconds >> Int64(octave - 2)) & 3 : 0
        return min(octave * 4 + quarter, 111)
    }

    private static func upperEnd(of bucket: Int) -> Double {
        let octave = Double(UInt64(1) << UInt64(bucket / 4))
        return octave * (1 + Double(bucket % 4 + 1) / 4)
    }
}
