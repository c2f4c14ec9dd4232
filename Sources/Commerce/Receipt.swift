package import Primitives

/// That someone was forgotten, and how much was known of them; says nothing of who they were.
package struct Receipt: Hashable, Sendable {
    package var id: String
    package var time: Timestamp
    /// `user`, `visitor` or `session`.
    package var kind: String
    /// The keyed digest of the person's name, in hexadecimal: who holds the shop's vault can tell
    /// whether a given name is meant.
    package var person: String
    /// Keys destroyed: of the person, and of the visitors and sessions that were theirs.
    package var subjects = 0
    package var visitors = 0
    package var sessions = 0
    /// Events that can no longer be read.
    package var events = 0
    /// Answers that can no longer be read.
    package var slates = 0
    /// A keyed digest of all of this, in hexadecimal: a receipt that was altered does not fit it.
    package var proof = ""

    package init(id: String, time: Timestamp, kind: String, person: String) {
        self.id = id
        self.time = time
        self.kind = kind
        self.person = person
    }

    /// What the proof covers.
    package var content: [UInt8] {
        var writer = BinaryWriter()
        for text in [id, kind, person] { writer.write(text) }
        writer.write(signed: time.microseconds)
        for count in [subjects, visitors, sessions, events, slates] {
            writer.write(signed: Int64(count))
        }
        return writer.bytes
    }
}
