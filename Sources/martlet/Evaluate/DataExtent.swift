/// What of the data decides where a search for settings begins.
struct DataExtent {
    var `protocol`: EvaluationProtocol
    var items = 0
    /// The mean.
    var eventsOfHistory = 0
}

extension ModelEvaluation {
    var extent: DataExtent {
        let events = training.reduce(0) { $0 + $1.count }
        return DataExtent(
            protocol: self.protocol, items: itemCount,
            eventsOfHistory: events / max(1, training.count))
    }
}
