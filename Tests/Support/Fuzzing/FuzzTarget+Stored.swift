import Commerce
import Engine
import Primitives

extension FuzzTarget {
    static let stored = [eventBinary, fieldsBinary, snapshot]

    private static var events: [Event] {
        var full = Event(id: "e", type: .purchase)
        full.time = Timestamp(microseconds: 1_790_000_000_000_001)
        full.user = "u"
        full.visitor = "v"
        full.item = "灯"
        full.position = 3
        full.quantity = 2
        full.price = Currency("KWD").map { Money(minor: 1_000_000_000, currency: $0) }
        full.value = 4.5
        full.consent = Consent(personalise: false)
        full.extra = ["x": [1, 2.5, .null, ["y": "z"]]]
        return [full, Event(id: "f", type: .view)]
    }

    static let eventBinary = FuzzTarget(
        "event-binary", bytes: events.map(\.binary), words: ["\u{0}", "\u{1}\u{1}", "view"]
    ) { bytes in
        guard let event = try? Event(binary: bytes) else { return }
        let again = try require(try? Event(binary: event.binary), "a stored event is not read")
        // Bytes, since a number that is none equals nothing.
        try require(again.binary == event.binary, "an event changes by storing it")
    }

    static let fieldsBinary = FuzzTarget(
        "fields-binary",
        bytes: Shop.items.map { Stored.encode($0.fields) }
            + events.map { Stored.encode($0.fields) },
        words: ["id", "title", "\u{6}\u{1}", "\u{7}\u{1}"]
    ) { bytes in
        guard let fields = try? Stored.decode(bytes) else { return }
        let text = Stored.encode(fields)
        let again = try require(try? Stored.decode(text), "stored fields are not read")
        try require(Stored.encode(again) == text, "fields change by storing them")
        _ = try? Item(fields: fields)
        _ = try? User(fields: fields)
        _ = try? Event(fields: fields, fallbackID: "")
        _ = Slate(fields)
    }

    /// The saved state without its checksum, which would turn every change away at the door.
    static let snapshot = FuzzTarget(
        "snapshot", bytes: [Array(Shop.shared.snapshot.dropLast(8))], words: ["\u{0}", "\u{7F}"]
    ) { bytes in
        var writer = BinaryWriter()
        writer.write(raw: bytes)
        writer.write(fixed: stableHash(bytes))
        _ = try? StateSnapshot.offset(in: writer.bytes)
        _ = try? StateSnapshot.offset(in: bytes)
    }
}
