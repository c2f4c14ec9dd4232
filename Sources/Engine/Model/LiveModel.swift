import Commerce
import Neural
import Primitives
import Ranking
import SequenceModel
import Synchronization
import VectorIndex

/// A promoted model that answers: its weights, its items' vectors, and where shoppers stand with it.
/// States and vectors of two versions never meet, for each version has its own.
///
/// `@unchecked Sendable`: nobody writes the weights any more, and scratch memory is lent.
final class LiveModel: @unchecked Sendable {
    /// Tables of fewer floats than this are scanned as they are: they fit the cache.
    private static let floatsMax = 1 << 19
    /// Items that the table of bytes finds for each that is kept by its floats.
    private static let rescored = 2

    /// Where the items nearest to an expectation are looked for.
    private enum Table {
        case floats(VectorTable)
        case bytes(QuantisedVectorTable)
    }

    let version: String
    let states: ShopperStates
    /// How its word joins that of the companions, by placement; where nothing was learnt, by
    /// `LinearPool`.
    let blends: [Placement: Blend]
    /// What is likely to come of a showing, where that was learnt.
    let ranker: PlacedRanker?
    private let model: Transformer
    private let table: Table
    private let readers = Mutex<[Lent<IncrementalReader>]>([])

    var shape: ModelShape { model.shape }

    /// Whether items that it has not met get vectors.
    var knowsContent: Bool { model.content != nil }

    /// - Parameters:
    ///   - version: Its name, for slates.
    ///   - model: To be written by nobody from now on.
    ///   - blends: That were learnt beside it.
    ///   - ranker: Of the best candidates.
    ///   - statesBytesMax: What the states of all shoppers may take.
    init(
        version: String, _ model: Transformer, blends: [Placement: Blend] = [:],
        ranker: PlacedRanker? = nil, statesBytesMax: Int
    ) {
        self.version = version
        self.model = model
        self.blends = blends
        self.ranker = ranker
        states = ShopperStates(bytesMax: statesBytesMax)
        let floats = VectorTable(model.items.array.span, dimensions: model.shape.width)
        table =
            model.items.count > Self.floatsMax
            ? .bytes(QuantisedVectorTable(floats)) : .floats(floats)
    }

    /// Reads a promoted model, and its items' ids by row.
    ///
    /// - Throws: `SafetensorsError` or `CheckpointError` where the file is damaged, and `EngineError`
    ///   `unusable_model` where it is of another kind than `martlet train` makes.
    static func read(
        _ version: String, from registry: ModelRegistry, statesBytesMax: Int
    ) throws -> (model: LiveModel, ids: [String]) {
        let (model, ids) = try Transformer.read(registry.path(of: version))
        func refuse(_ reason: String) -> EngineError {
            EngineError(.unusableModel, "\(registry.path(of: version)): \(reason)")
        }
        let shape = model.shape
        guard [0, Visit.Action.modelClasses].contains(shape.actions),
            [0, EventSequence.gapClasses].contains(shape.gaps)
        else {
            throw refuse(
                "tells \(shape.actions) kinds of events and \(shape.gaps) of gaps apart; "
                    + "\(Visit.Action.modelClasses) and \(EventSequence.gapClasses), or none, can "
                    + "be served")
        }
        guard Set(ids).count == ids.count else { throw refuse("names an item twice") }
        let live = LiveModel(
            version: version, model, blends: try registry.blends(of: version),
            ranker: try registry.ranker(of: version), statesBytesMax: statesBytesMax)
        return (live, ids)
    }

    /// What comes next after some events, as a vector to compare the items' with.
    ///
    /// - Parameters:
    ///   - sequence: One event at least, in the numbering of this model.
    ///   - owner: Whose they are; their state is kept for the next time.
    /// - Returns: As many floats as the model is wide.
    func expectation(after sequence: EventSequence, of owner: Subject) -> [Float] {
        let reader = readers.withLock { $0.popLast() } ?? Lent(IncrementalReader(model))
        let (lent, generation) = states.take(owner)
        let state = lent ?? Lent(ShopperState(model.shape))
        reader.thing.follow(sequence, state.thing)
        let expectation = state.thing.hidden.array
        states.put(state, of: owner, generation)
        readers.withLock { $0.append(reader) }
        return expectation
    }

    /// The vector of an item that it has not met; nil where it knows nothing that describes it.
    func vector(of item: Item) -> [Float]? {
        guard let vector = model.content?.vector(of: CatalogueView.features(of: item)),
            vector.contains(where: { $0 != 0 })
        else { return nil }
        return vector
    }

    func vector(ofRow row: Int) -> ArraySlice<Float> {
        (0..<model.shape.width).map { model.items[row, $0] }[...]
    }

    /// The first of these heads that the model has, having read who left an expectation.
    func question(
        _ heads: [String], after expectation: [Float]
    ) -> (head: String, question: ActionHead.Question)? {
        heads.lazy.compactMap { name in self.model.heads.first { $0.name == name } }.first.map {
            ($0.name, $0.question(after: expectation))
        }
    }

    /// The rows of those items, best first, that fit an expectation best; ties fall by row, which
    /// follows from how often items were seen and then from their ids.
    func best(_ count: Int, for expectation: [Float], among allowed: ItemSet) -> [ScoredItem] {
        let near =
            switch table {
            case .floats(let table): table.best(count, for: expectation.span, allowed: allowed)
            case .bytes(let table):
                table.best(Self.rescored * count, for: expectation.span, allowed: allowed)
            }
        return best(count, for: expectation, of: near.map(\.item))
    }

    /// The same among a few rows, each looked up where it lies.
    func best(_ count: Int, for expectation: [Float], of rows: [Int]) -> [ScoredItem] {
        var top = TopK<ScoredItem>(count) { a, b in
            a.score != b.score ? a.score > b.score : a.item < b.item
        }
        for (row, score) in zip(rows, fits(of: rows, to: expectation)) where score > -.infinity {
            top.push(ScoredItem(item: row, score: score))
        }
        return top.sorted()
    }

    /// How well some rows fit an expectation: a logit each, −∞ where it is none.
    func fits(of rows: [Int], to expectation: [Float]) -> [Float] {
        model.items.products(ofRows: rows, with: expectation).map { $0.isNaN ? -.infinity : $0 }
    }
}
