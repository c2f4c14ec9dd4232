/// Whom a record belongs to: the one whose key seals it, and who can be forgotten.
///
/// Compared by the bytes of the id, as the log compares ids.
package enum Subject: Hashable, Sendable {
    case user(String)
    case visitor(String)
    /// A session whose person nobody knows.
    case session(String)

    package init(_ person: Person) {
        switch person {
        case .user(let id): self = .user(id)
        case .visitor(let id): self = .visitor(id)
        }
    }

    /// Who stands first of those that a record names; nil where it names nobody.
    package init?(user: String?, visitor: String?, session: String?) {
        if let user {
            self = .user(user)
        } else if let visitor {
            self = .visitor(visitor)
        } else if let session {
            self = .session(session)
        } else {
            return nil
        }
    }

    /// `user`, `visitor` or `session`.
    package var kind: String {
        switch self {
        case .user: "user"
        case .visitor: "visitor"
        case .session: "session"
        }
    }

    package var id: String {
        switch self {
        case .user(let id), .visitor(let id), .session(let id): id
        }
    }

    /// Bytes that no other subject has.
    package var name: [UInt8] { Array(kind.utf8) + [0] + Array(id.utf8) }

    package static func == (left: Subject, right: Subject) -> Bool {
        left.initial == right.initial && left.id.utf8.elementsEqual(right.id.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(initial)
        var id = id
        id.withUTF8 { bytes in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    }

    private var initial: UInt8 {
        switch self {
        case .user: 0
        case .visitor: 1
        case .session: 2
        }
    }
}

extension Event {
    /// Whose key seals this event.
    package var subject: Subject? { Subject(user: user, visitor: visitor, session: session) }
}

extension Slate {
    /// Whose key seals this answer.
    package var subject: Subject? { Subject(user: user, visitor: visitor, session: session) }
}
