import Commerce
import VectorIndex

/// The vectors of the catalogue's items in bytes, by the items' numbers, in blocks: what changes costs
/// its block, and whatever is found does not depend on what came first.
struct ItemMeanings: Sendable {
    struct Near: Sendable {
        var document: UInt32
        var cosine: Float
    }

    static let blockItems = 4096

    struct Block: Sendable {
        let table: QuantisedVectorTable
        /// Whose vectors it has.
        let held: ItemSet
    }

    let encoder: SearchEncoder
    private var blocks: [Block?] = []

    init(_ encoder: SearchEncoder) { self.encoder = encoder }

    /// Replaces a block.
    ///
    /// - Parameters:
    ///   - place: Its items have the numbers from `place` times `blockItems` on.
    ///   - vectors: Of its items, nil where there is none.
    mutating func put(_ place: Int, _ vectors: [[Float]?]) {
        while blocks.count <= place { blocks.append(nil) }
        var held = ItemSet(count: vectors.count)
        var floats = [Float](repeating: 0, count: vectors.count * encoder.dimensions)
        for case (let index, let vector?) in vectors.enumerated() {
            held.insert(index)
            let start = index * encoder.dimensions
            floats.replaceSubrange(start..<start + encoder.dimensions, with: vector)
        }
        let table = VectorTable(floats.span, dimensions: encoder.dimensions)
        blocks[place] = Block(table: QuantisedVectorTable(table), held: held)
    }

    /// Bytes of the tables, about.
    var bytes: Int {
        blocks.reduce(0) { $0 + ($1.map { $0.table.count * ($0.table.dimensions + 5) } ?? 0) }
    }

    // MARK: Search

    /// Documents as bits, by block.
    struct Chosen {
        fileprivate var sets: [ItemSet]

        mutating func insert(_ document: UInt32) {
            let (place, index) = Int(document).quotientAndRemainder(dividingBy: blockItems)
            guard place < sets.count, index < sets[place].count else { return }
            sets[place].insert(index)
        }
    }

    /// None of the documents.
    var chosen: Chosen {
        Chosen(sets: blocks.map { ItemSet(count: $0?.table.count ?? 0) })
    }

    /// The items nearest to a vector, nearest first; of those that tie with the last of so many, none,
    /// lest numbers decide which.
    ///
    /// - Parameters:
    ///   - count: At most so many.
    ///   - vector: Of length one, of this encoder.
    ///   - chosen: Who may be found; all where nil.
    /// - Returns: At most `count`, with cosines that are off by a hundredth at most.
    func nearest(_ count: Int, to vector: [Float], among chosen: Chosen?) -> [Near] {
        var found: [Near] = []
        for case (let place, let block?) in blocks.enumerated() {
            var allowed = block.held
            if let chosen { allowed.formIntersection(chosen.sets[place]) }
            let best = block.table.best(count + 1, for: vector.span, allowed: allowed)
            found += best.map {
                Near(document: UInt32(place * Self.blockItems + $0.item), cosine: $0.score)
            }
        }
        found.sort { ($1.cosine, $0.document) < ($0.cosine, $1.document) }
        guard found.count > count else { return found }
        let next = found[count].cosine
        return Array(found.prefix(count).prefix { $0.cosine > next })
    }

    /// How near these documents are, of those that have a vector.
    func cosines(of documents: [UInt32], to vector: [Float]) -> [UInt32: Float] {
        var chosen = chosen
        for document in documents { chosen.insert(document) }
        let near = nearest(documents.count, to: vector, among: chosen)
        return Dictionary(
            near.map { ($0.document, $0.cosine) }, uniquingKeysWith: { first, _ in first })
    }
}
