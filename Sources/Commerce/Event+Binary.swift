package import Primitives

/// The stored form: a version byte, then tagged fields, each with its length, so that a reader
/// skips tags it does not know. The tags are part of the format: never reuse one.
extension Event {
    private static let version: UInt8 = 1

    fileprivate enum Tag {
        static let id: UInt64 = 1
        static let type: UInt64 = 2
        static let time: UInt64 = 3
        static let user: UInt64 = 4
        static let visitor: UInt64 = 5
        static let session: UInt64 = 6
        static let item: UInt64 = 7
        static let request: UInt64 = 8
        static let position: UInt64 = 9
        static let order: UInt64 = 10
        static let quantity: UInt64 = 11
        static let priceMinor: UInt64 = 12
        static let currency: UInt64 = 13
        static let value: UInt64 = 14
        static let query: UInt64 = 15
        static let consent: UInt64 = 16
        static let extra: UInt64 = 17
        /// Not of the event, but of its receipt.
        static let region: UInt64 = 18
    }

    package var binary: [UInt8] {
        var writer = BinaryWriter(reserving: 128)
        writer.write(byte: Self.version)
        writer.field(Tag.id, id)
        writer.field(Tag.type, type.rawValue)
        writer.field(Tag.time, time?.microseconds)
        writer.field(Tag.user, user)
        writer.field(Tag.visitor, visitor)
        writer.field(Tag.session, session)
        writer.field(Tag.item, item)
        writer.field(Tag.request, request)
        writer.field(Tag.position, position.map(Int64.init))
        writer.field(Tag.order, order)
        writer.field(Tag.quantity, quantity.map(Int64.init))
        writer.field(Tag.priceMinor, price?.minor)
        writer.field(Tag.currency, price?.currency.code)
        if let value {
            writer.write(Tag.value)
            writer.write(byte: 8)
            writer.write(value)
        }
        writer.field(Tag.query, query)
        writer.field(
            Tag.consent, consent.map { ($0.personalise ? 1 : 0) | ($0.learn ? 2 : 0) })
        if !extra.isEmpty {
            var inner = BinaryWriter()
            inner.write(extra)
            writer.write(Tag.extra)
            writer.write(UInt64(inner.bytes.count))
            writer.write(raw: inner.bytes)
        }
        return writer.bytes
    }

    /// - Throws: `BinaryError` where the bytes are no event, or one of a newer version.
    package init(binary: [UInt8]) throws(BinaryError) {
        var region: String?
        try self.init(binary: binary, region: &region)
    }

    /// Reads what `LoggedEvent.binary` wrote.
    ///
    /// - Parameters:
    ///   - binary: The stored form.
    ///   - region: Becomes the one known on receipt, if any.
    /// - Throws: `BinaryError` where the bytes are no event, or one of a newer version.
    package init(binary: [UInt8], region: inout String?) throws(BinaryError) {
        var reader = BinaryReader(binary)
        let version = try reader.byte()
        guard version <= Self.version else { throw .newer(version: version) }
        self.init(id: "", type: .view)
        var minor: Int64?
        var currency: Currency?
        while !reader.atEnd {
            let tag = try reader.number()
            let bytes = try reader.slice()
            var inner = BinaryReader(bytes)
            switch tag {
            case Tag.id: id = try Self.text(bytes)
            case Tag.type: type = EventType(rawValue: try Self.text(bytes))
            case Tag.time: time = Timestamp(microseconds: try inner.signed())
            case Tag.user: user = try Self.text(bytes)
            case Tag.visitor: visitor = try Self.text(bytes)
            case Tag.session: session = try Self.text(bytes)
            case Tag.item: item = try Self.text(bytes)
            case Tag.request: request = try Self.text(bytes)
            case Tag.position: position = Int(try inner.signed())
            case Tag.order: order = try Self.text(bytes)
            case Tag.quantity: quantity = Int(try inner.signed())
            case Tag.priceMinor: minor = try inner.signed()
            case Tag.currency: currency = Currency(try Self.text(bytes))
            case Tag.value: value = try inner.double()
            case Tag.query: query = try Self.text(bytes)
            case Tag.consent:
                let bits = try inner.signed()
                consent = Consent(personalise: bits & 1 != 0, learn: bits & 2 != 0)
            case Tag.extra: extra = try inner.fields()
            case Tag.region: region = try Self.text(bytes)
            default: break
            }
        }
        guard !id.isEmpty else { throw .malformed }
        if let minor, let currency { price = Money(minor: minor, currency: currency) }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(BinaryError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
        return text
    }

    /// A number that tells this event's content from another's under the same id.
    package var digest: UInt64 { stableHash(binary) }
}

extension LoggedEvent {
    /// What is sealed of it: the event, and what its receipt adds that says something of a person.
    package var binary: [UInt8] {
        guard let region else { return event.binary }
        var writer = BinaryWriter(event.binary)
        writer.field(Event.Tag.region, region)
        return writer.bytes
    }
}

extension BinaryWriter {
    fileprivate mutating func field(_ tag: UInt64, _ text: String?) {
        guard let text else { return }
        write(tag)
        write(text)
    }

    fileprivate mutating func field(_ tag: UInt64, _ number: Int64?) {
        guard let number else { return }
        var inner = number
        var length: UInt8 = 1
        inner = (inner << 1) ^ (inner >> 63)
        var rest = UInt64(bitPattern: inner)
        while rest >= 0x80 {
            rest >>= 7
            length += 1
        }
        write(tag)
        write(byte: length)
        write(signed: number)
    }
}
