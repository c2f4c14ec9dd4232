import ArgumentParser
import JSON
import Primitives
import Storage

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke the keys of a shop, also while it is being served.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print it, once: it is kept nowhere.")

        @OptionGroup var data: DataOption
        @Option(help: "ingest, query or admin.") var role: String
        @Option(help: "Who or what it is for.") var label = ""
        @Option(help: "From when on it opens nothing, such as 2027-01-31 (UTC).")
        var expires: String?

        func run() throws {
            guard let role = AccessRole(rawValue: role) else {
                let names = AccessRole.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--role \(role) is none of \(names)")
            }
            let now = WallClock.system.now()
            let expiry = try expires.map { text in
                guard let time = Timestamp(text), time > now else {
                    throw ValidationError("--expires \(text) is no day or time to come")
                }
                return time
            }
            guard label.utf8.count <= 200 else {
                throw ValidationError("--label is longer than 200 bytes")
            }
            let access = try SQLiteAccess(folder: data.path)
            let token = try access.create(role, label: label, expires: expiry, at: now)
            try access.close()
            print(token.text)
            printError("shown once; send it as  Authorization: Bearer \(token.text.prefix(11))…")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys of a shop.")

        @OptionGroup var data: DataOption

        func run() throws {
            let access = try existing(data.path)
            let now = WallClock.system.now()
            for key in try access.keys() {
                var state = "in use"
                if let expires = key.expires {
                    state = "\(expires > now ? "expires" : "expired") \(expires)"
                }
                if let revoked = key.revoked { state = "revoked \(revoked)" }
                print(
                    "\(key.id)  \(key.role.rawValue)  made \(key.created)  \(state)  \(key.label)")
            }
            try access.close()
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key for good; a running server knows it within a second.")

        @Argument(help: "The id of the key: what stands between the two underscores.")
        var id: String
        @OptionGroup var data: DataOption

        func run() throws {
            let access = try existing(data.path)
            try access.revoke(id, at: WallClock.system.now())
            try access.close()
            print("\(id) is revoked")
        }
    }
}

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what administrators did: keys, settings, people forgotten.",
        discussion: "People stand there by a digest; --user tells that of a person you can name.")

    @OptionGroup var data: DataOption
    @Option(help: "Print the newest records, this many.") var last = 1000
    @Option(help: "Print the records about this user or visitor only.") var user: String?
    @Flag(help: "Print a line of JSON for each record.") var json = false

    func run() throws {
        let access = try existing(data.path)
        let digest = user.map(access.digest)
        for record in try access.audit(last: last)
        where digest.map({ $0 == record.object }) ?? true {
            print(json ? line(record) : text(record))
        }
        try access.close()
    }

    private func text(_ record: AuditRecord) -> String {
        "\(record.time)  \(record.actor)  \(record.act.rawValue)  \(record.object)  "
            + record.outcome
    }

    private func line(_ record: AuditRecord) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("time", record.time.description)
            writer.field("actor", record.actor)
            writer.field("act", record.act.rawValue)
            writer.field("object", record.object)
            writer.field("outcome", record.outcome)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// The keys of a directory that must be there, so that a slip of the pen makes no new one.
private func existing(_ path: String) throws -> SQLiteAccess {
    guard DataDirectory.isOne(path) else {
        throw StorageError(.notFound, file: path, "is no data directory")
    }
    return try SQLiteAccess(folder: path)
}
