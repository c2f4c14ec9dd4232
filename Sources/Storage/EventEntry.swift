import Commerce
import Primitives
import Sealing

/// An event on its way into the log, with what its row needs.
struct EventEntry {
    var logged: LoggedEvent
    /// The keyed digest of its id: an id may say who somebody is.
    var id: [UInt8]
    var subject: SubjectKey
    /// The stored form, not yet sealed.
    var body: [UInt8]

    init(_ logged: LoggedEvent, id: [UInt8], subject: SubjectKey) {
        self.logged = logged
        self.id = id
        self.subject = subject
        body = logged.binary
    }

    /// The body, sealed as that of one row.
    func sealed(month: String, offset: Int64) throws(SealingError) -> [UInt8] {
        var place = logged
        place.offset = offset
        return try subject.key.seal(body, as: Self.label(month, place))
    }

    /// What the seal of a body vouches for besides the body: everything that stands in its row.
    static func label(_ month: String, _ logged: LoggedEvent) -> [UInt8] {
        label(
            month, offset: logged.offset, received: logged.received.microseconds,
            parent: logged.parent, origin: logged.origin.rawValue, request: logged.event.request)
    }

    static func label(
        _ month: String, offset: Int64, received: Int64, parent: String?, origin: UInt8,
        request: String?
    ) -> [UInt8] {
        var writer = BinaryWriter(reserving: 64)
        writer.write("event")
        writer.write(month)
        writer.write(signed: offset)
        writer.write(signed: received)
        writer.write(byte: origin)
        for text in [parent, request] {
            writer.write(byte: text == nil ? 0 : 1)
            if let text { writer.write(text) }
        }
        return writer.bytes
    }
}
