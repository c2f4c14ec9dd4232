import Companions

/// What is like the things somebody had, by the catalogue alone: recent ones count more.
struct ContentModel: NextItemModel {
    private var content = ContentNeighbours()
    private let features: [Set<UInt64>]
    private let decay: Double

    init(features: [Set<UInt64>], decay: Double) {
        self.features = features
        self.decay = decay
        for (item, features) in features.enumerated() {
            content.insert(UInt32(item), features: features)
        }
    }

    mutating func learn(sequence: [UInt32]) {}

    func score(_ history: [UInt32], into scores: inout [Float]) {
        for index in scores.indices { scores[index] = 0 }
        var weight = 1.0
        for item in history.reversed() where Int(item) < features.count {
            let found = content.candidates(like: features[Int(item)])
            for (candidate, likeness) in zip(found.items, found.scores) {
                scores[Int(candidate)] += Float(weight * likeness)
            }
            weight *= decay
        }
    }
}
