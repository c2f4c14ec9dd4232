import Primitives
import Synchronization
import TextEncoder

/// What turns queries and items into vectors: an encoder that the shop brings, or its own.
///
/// Computing holds no lock: each thread borrows buffers of its own.
final class SearchEncoder: Sendable {
    private enum Source: Sendable {
        case given(TextEncoder)
        case own(ShopEncoder)
    }

    /// Queries whose vectors are remembered at most.
    private static let queriesMax = 4096

    /// What slates name it by.
    let version: String
    /// A number that another encoder does not have: vectors of two never meet.
    let identity: UInt64
    let dimensions: Int
    /// How much nearness counts beside words.
    let fusion: Fusion
    private let source: Source
    private let workers = Mutex<[Lent<TextEncoder.Worker>]>([])
    private let queries = Mutex(GenerationalMap<String, [Float]>(capacity: queriesMax))

    /// One of the BERT family.
    ///
    /// - Parameter folder: In the form of Hugging Face.
    /// - Throws: `TextEncoderError`.
    init(folder: String) throws(TextEncoderError) {
        let encoder = try TextEncoder(folder: folder)
        identity = try encoder.identity()
        version = "given-" + String(identity, radix: 16)
        dimensions = encoder.dimensions
        fusion = .given
        source = .given(encoder)
    }

    /// The shop's own.
    ///
    /// - Parameters:
    ///   - version: As it was registered.
    ///   - path: Of its checkpoint.
    /// - Throws: `TextEncoderError`.
    convenience init(version: String, checkpoint path: String) throws(TextEncoderError) {
        self.init(version: version, try ShopEncoder(checkpoint: path))
    }

    init(version: String, _ encoder: ShopEncoder) {
        self.version = version
        identity = stableHash(version)
        dimensions = encoder.dimensions
        fusion = .own
        source = .own(encoder)
    }

    /// Writes the checkpoint of the shop's own.
    ///
    /// - Throws: `TextEncoderError`.
    func save(to path: String) throws(TextEncoderError) {
        if case .own(let encoder) = source { try encoder.save(to: path) }
    }

    /// The vector of a query, of length one; nil where nothing in it is known.
    func vector(of query: String) -> [Float]? {
        let known = queries.withLock { $0[query] }
        let vector = known ?? encoded(query)
        if known == nil { queries.withLock { $0.update(query, default: vector) { $0 = vector } } }
        return vector.contains { $0 != 0 } ? vector : nil
    }

    private func encoded(_ query: String) -> [Float] {
        switch source {
        case .own(let encoder): encoder.encode(query: query)
        case .given(let encoder):
            UnitVector.normalised(borrowing(encoder) { $0.encode(query: query) })
        }
    }

    /// The vectors of items, of length one, one after the other.
    ///
    /// - Parameter texts: As `ItemText.joined` has them.
    /// - Returns: `dimensions` floats each.
    func vectors(of texts: [String]) -> [Float] {
        switch source {
        case .own(let encoder):
            return texts.flatMap { text in
                let title = text.prefix { $0 != "\n" }
                return encoder.encode(
                    title: String(title), details: String(text.dropFirst(title.count)))
            }
        case .given(let encoder):
            let vectors = borrowing(encoder) { $0.encode(items: texts) }
            return texts.indices.flatMap { place in
                UnitVector.normalised(
                    Array(vectors[place * dimensions..<(place + 1) * dimensions]))
            }
        }
    }

    private func borrowing(
        _ encoder: TextEncoder, _ body: (TextEncoder.Worker) -> [Float]
    ) -> [Float] {
        let worker = workers.withLock { $0.popLast() } ?? Lent(TextEncoder.Worker(encoder))
        let vectors = body(worker.thing)
        workers.withLock { $0.append(worker) }
        return vectors
    }
}
