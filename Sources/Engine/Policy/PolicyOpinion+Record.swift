import Primitives

extension PolicyOpinion {
    /// What a slate keeps of it: what its scores follow from, and what a candidate would have done.
    ///
    /// - Parameter trace: What is learnt from; nil where nothing is.
    /// - Returns: The fields of the slate's `policy`.
    func record(_ trace: PolicyTrace?) -> Fields {
        func numbers(_ values: some Sequence<Double>) -> Value { .array(values.map(Value.double)) }
        var fields: Fields = [
            "treated": .bool(isTreated), "exploring": .bool(isExploring),
            "factors": numbers(factors.map(Double.init)),
        ]
        guard let candidate, let trace, !trace.judgements.isEmpty else { return fields }
        fields["candidate"] = .string(candidate.policy.name)
        fields["target"] = numbers(trace.judgements.map(\.target))
        fields["predicted"] = numbers(trace.judgements.map(\.predicted))
        fields["expected"] = numbers(trace.judgements.map(\.expected))
        return fields
    }
}
