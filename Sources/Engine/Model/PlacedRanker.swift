import Commerce
import Ranking

/// A multi-task ranker, and the placements where it is not behind what was served there.
struct PlacedRanker: Sendable {
    var ranker: MultiTaskRanker
    var placements: Set<Placement>
}
