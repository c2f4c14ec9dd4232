/// The straight line of least squares through measurements that were taken one after another.
struct Trend {
    private(set) var slope = 0.0
    /// Half of the slope's 95 % interval, where what is left beside the line is normal and independent.
    private(set) var margin = Double.infinity

    /// - Parameter points: Three or more, at different times.
    init(_ points: [(time: Double, value: Double)]) {
        let count = Double(points.count)
        let time = points.reduce(0) { $0 + $1.time } / count
        let value = points.reduce(0) { $0 + $1.value } / count
        let spread = points.reduce(0) { $0 + ($1.time - time) * ($1.time - time) }
        guard points.count > 2, spread > 0 else { return }
        slope = points.reduce(0) { $0 + ($1.time - time) * ($1.value - value) } / spread
        let rest = points.reduce(0) { sum, point in
            let distance = point.value - value - slope * (point.time - time)
            return sum + distance * distance
        }
        margin = 1.96 * (rest / (count - 2) / spread).squareRoot()
    }
}
