import Commerce
import SequenceModel

/// What the catalogue knows of those who are learnt from, and of what.
extension TrainingData {
    /// Describes the items as `CatalogueView.content(of:)` does, and the users.
    ///
    /// - Throws: `StorageError`.
    mutating func describe(from catalogue: some Catalogue) throws {
        let numbers = Dictionary(uniqueKeysWithValues: zip(items, items.indices))
        var own = [Set<UInt64>?](repeating: nil, count: items.count)
        var variants: [Int: (id: String, features: Set<UInt64>)] = [:]
        try catalogue.forEachItem { item in
            if let number = numbers[item.id] { own[number] = CatalogueView.features(of: item) }
            guard let parent = item.parent.flatMap({ numbers[$0] }) else { return }
            if let known = variants[parent], known.id < item.id { return }
            variants[parent] = (item.id, CatalogueView.features(of: item))
        }
        let all = own.indices.map { own[$0] ?? variants[$0]?.features ?? [] }
        features = all.contains { !$0.isEmpty } ? all : []
        let owners = Dictionary(
            uniqueKeysWithValues: zip(people, sequences.indices))
        try catalogue.forEachUser { user in
            guard let index = owners[.user(user.id)] else { return }
            sequences[index].attributes = user.declared
        }
    }

    /// Whether anybody declared anything.
    var knowsAttributes: Bool { sequences.contains { !$0.attributes.isEmpty } }

    /// Changes with anything that the catalogue says.
    var description: UInt64 {
        var sum: UInt64 = 0
        for set in features + sequences.map(\.attributes) {
            // Sets have no order of their own.
            sum = sum &* 0x9E37_79B9_7F4A_7C15 &+ set.reduce(0) { $0 &+ $1 }
        }
        return sum
    }
}
