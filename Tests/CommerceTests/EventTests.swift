import Commerce
import JSON
import Primitives
import Testing

@Suite("Event")
struct EventTests {
    @Test("an event comes back from its fields, as JSON and as bytes", arguments: 1...20)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<200 {
            let event = random.event()
            let text = String(decoding: Value.object(event.fields).json, as: UTF8.self)
            #expect(try Event(fields: event.fields, fallbackID: "none") == event, "\(text)")
            #expect(try Event(fields: fields(text), fallbackID: "none") == event, "\(text)")
            #expect(try Event(binary: event.binary) == event, "\(text)")
        }
    }

    @Test(
        "the needs of every type",
        arguments: [
            ("view", ["item", "user"]), ("click", ["item", "user"]),
            ("add_to_cart", ["item", "user"]), ("remove_from_cart", ["item", "user"]),
            ("purchase", ["item", "user"]), ("return", ["item", "user"]),
            ("rating", ["item", "value", "user"]), ("search", ["query", "user"]),
            ("impression", ["request"]), ("dismiss", ["item", "user"]),
            ("dwell", ["item", "user"]), ("link", ["user", "visitor"]),
            ("unlink", ["user", "visitor"]),
        ])
    func needs(type: String, needed: [String]) throws {
        var given: Fields = ["type": .string(type)]
        for name in needed {
            let fields = given
            let error = #expect(throws: InvalidField.self) {
                try Event(fields: fields, fallbackID: "e")
            }
            #expect(error?.code == .missing)
            #expect(error?.field == name)
            given[name] = name == "value" ? 4 : "x"
        }
        let fields = given
        #expect(throws: Never.self) { try Event(fields: fields, fallbackID: "e") }
        // A visitor or a session will do where no user is known.
        guard !["link", "unlink"].contains(type) else { return }
        for other in ["visitor", "session"] {
            var fields = given
            fields["user"] = nil
            fields[other] = "x"
            #expect(throws: Never.self) { try Event(fields: fields, fallbackID: "e") }
        }
    }

    @Test("every built-in type is in the table of needs, and knows whether it needs an item")
    func builtIn() {
        #expect(EventType.builtIn.count == 13)
        #expect(
            EventType.builtIn.filter { !$0.needsItem }
                == [.search, .impression, .link, .unlink])
        for type in EventType.builtIn {
            #expect(EventType(name: type.rawValue, schema: Schema()) == type)
            #expect(type.description == type.rawValue)
        }
    }

    @Test("a custom type is taken where the shop declares it, and nowhere else")
    func custom() throws {
        let schema = Schema(customEventTypes: ["wishlist"])
        let fields: Fields = ["type": "wishlist", "session": "s", "value": 2]
        let event = try Event(fields: fields, schema: schema, fallbackID: "e")
        #expect(event.type == EventType(rawValue: "wishlist"))
        #expect(!event.type.needsItem)
        #expect(event.id == "e")
        #expect(try Event(binary: event.binary) == event)
        let error = #expect(throws: InvalidField.self) {
            try Event(fields: fields, fallbackID: "e")
        }
        #expect(error?.code == .unknownValue)
        let nobody = #expect(throws: InvalidField.self) {
            try Event(fields: ["type": "wishlist"], schema: schema, fallbackID: "e")
        }
        #expect(nobody?.field == "user")
    }

    @Test(
        "times",
        arguments: [
            (#""2026-11-20T10:00:00Z""#, 1_795_168_800_000_000),
            ("1795168800", 1_795_168_800_000_000), ("1795168800.25", 1_795_168_800_250_000),
            ("1795168800123", 1_795_168_800_123_000), ("1795168800.123", 1_795_168_800_123_000),
            (#""1990-01-01""#, 631_152_000_000_000),
            (#""2100-01-01""#, 4_102_444_800_000_000), ("null", nil),
        ] as [(String, Int64?)])
    func times(json: String, microseconds: Int64?) throws {
        let event = try Event(
            fields: fields(#"{"type":"view","item":"i","user":"u","time":\#(json)}"#),
            fallbackID: "e")
        #expect(event.time?.microseconds == microseconds)
    }

    @Test("whole numbers are ids too, to the last digit")
    func numericIDs() throws {
        let event = try Event(
            fields: fields(
                #"{"type":"view","id":9223372036854775807,"item":85123,"user":-4}"#),
            fallbackID: "e")
        #expect(event.id == "9223372036854775807")
        #expect(event.item == "85123")
        #expect(event.user == "-4")
    }

    @Test("what is not said of consent is allowed")
    func consent() throws {
        func read(_ json: String) throws -> Consent? {
            try Event(
                fields: fields(#"{"type":"view","item":"i","user":"u","consent":\#(json)}"#),
                fallbackID: "e"
            ).consent
        }
        #expect(try read("null") == nil)
        #expect(try read("{}") == Consent())
        #expect(try read(#"{"learn":false}"#) == Consent(personalise: true, learn: false))
        #expect(try read(#"{"personalise":false}"#) == Consent(personalise: false, learn: true))
    }

    @Test("whose behaviour it is, and what it teaches about")
    func person() {
        var event = Event(id: "e", type: .view)
        #expect(event.person == nil)
        event.visitor = "v"
        #expect(event.person == .visitor("v"))
        event.user = "u"
        #expect(event.person == .user("u"))
        event.item = "i"
        let received = Timestamp("2026-11-20T10:00:00Z")!
        var logged = LoggedEvent(offset: 1, received: received, event: event)
        #expect(logged.time == received)
        #expect(logged.learningItem == "i")
        logged.parent = "p"
        logged.event.time = received + 5
        #expect(logged.time == received + 5)
        #expect(logged.learningItem == "p")
    }

    // MARK: Bytes

    @Test("bytes of a newer version are refused")
    func newer() {
        var bytes = Event(id: "e", type: .view).binary
        bytes[0] = 2
        #expect(throws: BinaryError.newer(version: 2)) { try Event(binary: bytes) }
    }

    @Test("tags of a later version are skipped")
    func unknownTags() throws {
        var random = SeededRNG(seed: 1)
        let event = random.event()
        var writer = BinaryWriter()
        writer.write(UInt64(99))
        writer.write("something new")
        #expect(try Event(binary: event.binary + writer.bytes) == event)
    }

    @Test("bytes without an id are no event")
    func noID() {
        #expect(throws: BinaryError.malformed) { try Event(binary: [1]) }
        #expect(throws: BinaryError.truncated) { try Event(binary: []) }
    }

    @Test("damaged bytes never trap", arguments: 1...20)
    func fuzz(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for _ in 0..<200 {
            var bytes = random.event().binary
            for count in 0..<bytes.count { _ = try? Event(binary: Array(bytes[..<count])) }
            for _ in 0...random.index(below: 3) {
                bytes[random.index(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let event = try? Event(binary: bytes) else { continue }
            // What was read can be written, shown and read again.
            #expect((try? Event(binary: event.binary).binary) == event.binary)
            _ = event.fields
        }
    }

    @Test("the digest tells contents apart", arguments: 1...5)
    func digest(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        var digests: [UInt64: Event] = [:]
        for _ in 0..<500 {
            let event = random.event()
            #expect(try Event(binary: event.binary).digest == event.digest)
            if let other = digests.updateValue(event, forKey: event.digest) {
                #expect(other == event)
            }
        }
    }
}
