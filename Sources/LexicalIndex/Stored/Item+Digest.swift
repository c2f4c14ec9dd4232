import Commerce
import Primitives

extension Item {
    /// A digest of all that the index knows of the item: where it is the same, so is what the index
    /// makes of it.
    var indexDigest: UInt64 {
        var writer = BinaryWriter(reserving: 512)
        writer.write(id)
        writer.write(byte: isAvailable ? 1 : 0)
        for text in [brand, seller, parent, availability?.rawValue] { writer.write(text ?? "\0") }
        writer.write(price?.major ?? -1)
        writer.write(signed: stock.map(Int64.init) ?? .min)
        write(title, to: &writer)
        write(description, to: &writer)
        writer.write(UInt64(categories.count))
        for path in categories { write(path, to: &writer) }
        for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
            writer.write(name)
            switch attribute {
            case .flag(let flag): writer.write(byte: flag ? 1 : 0)
            case .number(let number):
                writer.write(byte: 2)
                writer.write(number)
            case .text(let text):
                writer.write(byte: 3)
                write(text, to: &writer)
            case .list(let texts):
                writer.write(byte: 4)
                write(texts, to: &writer)
            }
        }
        return stableHash(writer.bytes)
    }

    private func write(_ text: LocalizedText, to writer: inout BinaryWriter) {
        writer.write(UInt64(text.byLocale.count))
        for (locale, text) in text.byLocale.sorted(by: { $0.key < $1.key }) {
            writer.write(locale)
            writer.write(text)
        }
    }

    private func write(_ texts: [String], to writer: inout BinaryWriter) {
        writer.write(UInt64(texts.count))
        for text in texts { writer.write(text) }
    }
}
