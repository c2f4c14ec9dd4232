/// How large a model is wanted: from the edge to a machine of its own.
package enum TrainingProfile: String, CaseIterable, Sendable {
    case tiny, small, base, large
}
