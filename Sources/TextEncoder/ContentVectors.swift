internal import Primitives

/// The vectors of a catalogue's texts in a file, by what the texts say: only new or changed ones are
/// encoded, and what was encoded before an interruption is there after it.
///
/// The file belongs to one model: that of another is begun anew. Records have one size and a checksum
/// each; one that was torn or damaged is encoded again. Floats are kept in half precision, so that a
/// vector is the same whether it was just made or comes from the file. For one thread.
package final class ContentVectors {
    package let dimensions: Int
    /// Records of the file at most.
    package let capacity: Int
    private let file: ContentVectorFile
    /// The record of each text.
    private var places: [ContentDigest: Int]

    /// Opens the file or begins it.
    ///
    /// - Parameters:
    ///   - path: Where it lies, or will.
    ///   - model: What the vectors depend on beside the text: see `TextEncoder.identity`.
    ///   - dimensions: Floats of a vector.
    ///   - capacity: Texts that are remembered at most.
    /// - Throws: `cannot_read` or `cannot_write`.
    package init(
        path: String, model: UInt64, dimensions: Int, capacity: Int = 2_000_000
    ) throws(TextEncoderError) {
        precondition(dimensions > 0 && capacity > 0)
        (self.dimensions, self.capacity) = (dimensions, capacity)
        file = try ContentVectorFile(path: path, model: model, dimensions: dimensions)
        places = try file.records()
    }

    /// Texts whose vectors are there.
    package var count: Int { places.count }

    /// Encodes what is not there yet, a batch at a time; each batch is in the file before the next.
    ///
    /// Where the file would outgrow its capacity, what none of these texts needs is dropped first.
    ///
    /// - Parameters:
    ///   - texts: The whole catalogue, at most as many as the capacity.
    ///   - batch: Texts that are encoded together.
    ///   - clock: Measures the rate.
    ///   - progress: Told after each batch; false breaks off, and what was done stays.
    ///   - encode: Vectors of texts, one after the other.
    /// - Returns: Where it stands at the end.
    /// - Throws: `cannot_read`, `cannot_write`, or `unsupported` for too many texts.
    @discardableResult
    package func update(
        _ texts: [String], batch: Int = 64, clock: some Clock<Duration> = ContinuousClock(),
        progress: (EncodingProgress) -> Bool = { _ in true }, encode: ([String]) -> [Float]
    ) throws(TextEncoderError) -> EncodingProgress {
        precondition(batch > 0)
        guard texts.count <= capacity else {
            throw TextEncoderError(
                .unsupported, file: file.path,
                "remembers \(capacity) texts at most, and these are \(texts.count)")
        }
        var wanted: Set<ContentDigest> = []
        var missing: [(digest: ContentDigest, text: String)] = []
        for text in texts {
            let digest = ContentDigest(text)
            guard wanted.insert(digest).inserted, places[digest] == nil else { continue }
            missing.append((digest, text))
        }
        if places.count + missing.count > capacity {
            places = try file.keep(places.filter { wanted.contains($0.key) })
        }
        var state = EncodingProgress(total: wanted.count, cached: wanted.count - missing.count)
        let start = clock.now
        for first in stride(from: 0, to: missing.count, by: batch) {
            let part = missing[first..<min(first + batch, missing.count)]
            let vectors = encode(part.map(\.text))
            precondition(vectors.count == part.count * dimensions, "vectors of another size")
            for (place, digest) in try file.append(part.map(\.digest), vectors) {
                places[digest] = place
            }
            state.encoded += part.count
            state.elapsed = start.duration(to: clock.now)
            guard progress(state) else { break }
        }
        return state
    }

    /// The vector of a text; nil if it has not been encoded.
    ///
    /// - Parameter text: As it was given to `update`.
    /// - Returns: As many floats as there are dimensions.
    /// - Throws: `cannot_read`.
    package func vector(of text: String) throws(TextEncoderError) -> [Float]? {
        guard let place = places[ContentDigest(text)] else { return nil }
        return try file.vector(at: place)
    }
}
