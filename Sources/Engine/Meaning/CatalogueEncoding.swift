import Primitives
import TextEncoder

/// The vectors of a catalogue on their way into memory: from their file, or made now where an item is
/// new or says something else. For one thread.
final class CatalogueEncoding {
    /// Items that are encoded before it is asked whether to go on.
    private static let batch = 32

    private(set) var meanings: ItemMeanings
    private let vectors: ContentVectors
    /// The items as they were encoded, by number.
    private var known: [ItemRecord?] = []

    /// - Parameters:
    ///   - encoder: Makes the vectors.
    ///   - path: Of the file that keeps them; that of another encoder is begun anew.
    /// - Throws: `TextEncoderError`.
    init(_ encoder: SearchEncoder, path: String) throws(TextEncoderError) {
        meanings = ItemMeanings(encoder)
        vectors = try ContentVectors(
            path: path, model: encoder.identity, dimensions: encoder.dimensions)
    }

    /// The numbers of items that are new, gone, or changed.
    func changes(in records: PersistentVector<ItemRecord?>) -> [Int] {
        var changed: [Int] = []
        for (number, record) in records.enumerated() {
            let before = number < known.count ? known[number] : nil
            if record !== before { changed.append(number) }
        }
        return changed
    }

    /// Encodes a few items, and takes them into the tables.
    ///
    /// - Parameters:
    ///   - changed: Numbers, ascending.
    ///   - records: The catalogue.
    ///   - goesOn: Asked every so often; false breaks off, and what was made stays in the file.
    /// - Throws: `TextEncoderError`.
    func update(
        _ changed: ArraySlice<Int>, in records: PersistentVector<ItemRecord?>,
        while goesOn: () -> Bool
    ) throws(TextEncoderError) {
        while known.count < records.count { known.append(nil) }
        let texts = changed.compactMap { number in
            records[number].map { ItemText($0.item).joined }
        }
        let encoder = meanings.encoder
        let progress = try vectors.update(
            texts, batch: Self.batch, progress: { _ in goesOn() },
            encode: encoder.vectors(of:))
        guard progress.isComplete else { return }
        for number in changed { known[number] = records[number] }
        for place in Set(changed.map { $0 / ItemMeanings.blockItems }) {
            let numbers =
                place
                * ItemMeanings.blockItems..<min(
                    (place + 1) * ItemMeanings.blockItems, known.count)
            var block: [[Float]?] = []
            for number in numbers {
                block.append(
                    try known[number].flatMap { record throws(TextEncoderError) in
                        try vectors.vector(of: ItemText(record.item).joined)
                    })
            }
            meanings.put(place, block)
        }
    }
}
