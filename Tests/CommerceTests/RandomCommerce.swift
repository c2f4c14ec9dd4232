import Commerce
import JSON
import Primitives
import TestSupport

/// The object that a JSON text holds.
func fields(_ json: String) throws -> Fields {
    guard let object = try JSONParser.parse(json).object else { throw BinaryError.malformed }
    return object
}

extension SeededRNG {
    private static let idCharacters: [Character] = ["a", "Z", "0", "-", " ", "é", "灯", "🕯️"]

    mutating func id() -> String {
        String((0...index(below: 6)).map { _ in pick(Self.idCharacters) })
    }

    /// What `make` gives, or nothing.
    mutating func maybe<Element>(_ make: (inout SeededRNG) -> Element) -> Element? {
        chance(0.5) ? make(&self) : nil
    }

    mutating func money() -> Money {
        Money(
            minor: Int64(index(below: chance(0.1) ? 1_000_000_000_000_001 : 100_000)),
            currency: Currency(pick(["EUR", "JPY", "KWD", "CLF"]))!)
    }

    /// To the microsecond, between 1990 and 2100.
    mutating func time() -> Timestamp {
        Timestamp(microseconds: 631_152_000_000_000 + Int64(index(below: 3_471_292_800_000_000)))
    }

    mutating func localizedText() -> LocalizedText {
        var texts: [String: String] = [:]
        for _ in 0..<index(below: 3) { texts[pick(["", "en", "zh-Hant", "pt-BR"])] = text() }
        // An empty text without a locale is no text.
        if texts[""] == "" { texts[""] = nil }
        return LocalizedText(texts)
    }

    mutating func attribute() -> Attribute {
        switch index(below: 4) {
        case 0: .text(localizedText())
        case 1: .number(chance(0.5) ? Double(index(below: 1000)) : real())
        case 2: .flag(chance(0.5))
        default: .list((0..<index(below: 3)).map { _ in text() })
        }
    }

    /// Fields whose names no version knows.
    mutating func unknownFields() -> Fields {
        var fields = Fields()
        for _ in 0..<index(below: 3) { fields["x-" + text()] = value(depth: 2) }
        return fields
    }

    mutating func item() -> Item {
        var item = Item(id: id())
        item.parent = maybe { "p" + $0.id() }
        item.title = localizedText()
        item.description = localizedText()
        item.brand = maybe { $0.text() }
        item.categories = (0..<index(below: 3)).map { _ in
            (0...index(below: 3)).map { _ in text() }
        }
        item.price = maybe { $0.money() }
        item.stock = maybe { $0.index(below: 2001) - 1000 }
        item.availability = maybe { $0.pick(Item.Availability.allCases) }
        item.image = maybe { $0.text() }
        item.seller = maybe { $0.id() }
        item.created = maybe { $0.time() }
        for _ in 0..<index(below: 4) { item.attributes[text()] = attribute() }
        item.extra = unknownFields()
        return item
    }

    mutating func event(types: [EventType] = EventType.builtIn) -> Event {
        var event = Event(id: id(), type: pick(types))
        event.time = maybe { $0.time() }
        event.user = id()
        event.visitor = event.type == .link || event.type == .unlink ? id() : maybe { $0.id() }
        event.session = maybe { $0.id() }
        event.item = event.type.needsItem || chance(0.3) ? id() : nil
        event.request = event.type == .impression ? id() : maybe { $0.id() }
        event.position = maybe { $0.index(below: 100_001) }
        event.order = maybe { $0.id() }
        event.quantity = maybe { 1 + $0.index(below: 1_000_000) }
        event.price = maybe { $0.money() }
        event.value = event.type == .rating || chance(0.3) ? normal() * 1e6 : nil
        event.query = event.type == .search ? text() : maybe { $0.text() }
        event.consent = maybe {
            Consent(personalise: $0.chance(0.5), learn: $0.chance(0.5))
        }
        event.extra = unknownFields()
        return event
    }

    mutating func user() -> User {
        var user = User(id: id())
        user.ageBand = maybe { $0.pick(["18-24", "25-34", ""]) }
        user.gender = maybe { $0.text(upTo: 4) }
        user.region = maybe { $0.pick(["GB", "CN-31", "灯"]) }
        user.language = maybe { $0.pick(["en", "zh-Hans"]) }
        user.extra = unknownFields()
        return user
    }
}
