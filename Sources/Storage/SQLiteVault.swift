import Commerce
import GRDB
import Primitives
import Sealing
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The keys of a shop, one for each subject: nobody can read what belongs to a subject without
/// theirs, and destroying it forgets them in every copy of the data.
///
/// A destroyed key leaves a row of zeros, so that its number is never given again. It is overwritten
/// in place: rows are only ever appended, so no page split copies a key elsewhere in the file.
package final class SQLiteVault: Sendable {
    static let fileName = "vault.sqlite"

    /// Keys held in memory, at most twice: by name and by number. About 300 bytes each.
    private static let cachedMax = 50_000

    private struct Cache {
        /// Counts who was forgotten. What was looked up before is not remembered after.
        var generation = 0
        var byName = GenerationalMap<Subject, SubjectKey>(capacity: cachedMax)
        var byNumber = GenerationalMap<Int64, SealingKey>(capacity: cachedMax)
    }

    let database: Database
    /// Tells this vault from that of another shop.
    let identity: [UInt8]
    let names: DigestKey
    private let shop: SubjectKey
    private let cache = Mutex(Cache())
    /// Whether the file may still hold bytes of destroyed keys, in pages of the write-ahead log.
    private let isUnclean = Atomic(false)

    private static let migrations = [
        (
            "vault",
            """
            CREATE TABLE secret (
                name TEXT PRIMARY KEY,
                key BLOB NOT NULL) WITHOUT ROWID, STRICT;
            CREATE TABLE subject (
                number INTEGER PRIMARY KEY,
                key BLOB NOT NULL) STRICT;
            CREATE TABLE subject_name (
                digest BLOB PRIMARY KEY,
                number INTEGER NOT NULL) WITHOUT ROWID, STRICT;
            CREATE TABLE receipt (
                id TEXT PRIMARY KEY,
                time INTEGER NOT NULL,
                kind TEXT NOT NULL,
                person TEXT NOT NULL,
                subjects INTEGER NOT NULL,
                visitors INTEGER NOT NULL,
                sessions INTEGER NOT NULL,
                events INTEGER NOT NULL,
                slates INTEGER NOT NULL,
                proof TEXT NOT NULL) WITHOUT ROWID, STRICT;
            """
        )
    ]

    /// Opens a vault; with `writing`, makes one where there is none.
    ///
    /// - Throws: `StorageError` `not_found`, `damaged`, `newer_format` or `io`.
    package init(path: String, access: StorageAccess = .writing) throws {
        database = try Database(
            path: path, migrations: Self.migrations, access: access, overwrites: true)
        if access == .writing {
            try FileSystem.restrict(path)
            try Self.makeSecrets(in: database)
        }
        identity = try Self.secret("identity", in: database)
        names = DigestKey(bytes: try Self.secret("names", in: database))
        guard let key = SealingKey(bytes: try Self.secret("shop", in: database)) else {
            throw StorageError(.damaged, file: path, "holds no key of the shop")
        }
        shop = SubjectKey(number: SubjectKey.shopNumber, key: key)
    }

    private static func makeSecrets(in database: Database) throws {
        try database.write { db in
            for name in ["identity", "names", "shop"] {
                try db.execute(
                    sql: "INSERT OR IGNORE INTO secret (name, key) VALUES (?, ?)",
                    arguments: [name, Data(SealingKey().bytes)])
            }
        }
    }

    private static func secret(_ name: String, in database: Database) throws -> [UInt8] {
        let bytes = try database.read { try secret(name, $0) }
        guard let bytes else {
            throw StorageError(.damaged, file: database.path, "is no vault: it holds no \(name)")
        }
        return bytes
    }

    private static func secret(_ name: String, _ db: GRDB.Database) throws -> [UInt8]? {
        try Data.fetchOne(db, sql: "SELECT key FROM secret WHERE name = ?", arguments: [name])
            .map { [UInt8]($0) }
    }

    package var path: String { database.path }

    /// Grows whenever someone is forgotten.
    package var generation: Int { cache.withLock { $0.generation } }

    // MARK: Keys by name

    /// The keys of subjects, made where there is none yet. When this returns, they are durable: what
    /// they seal may be stored.
    func keys(of subjects: [Subject?]) throws -> [SubjectKey] {
        while true {
            if let keys = try keys(of: subjects, at: generation) { return keys }
        }
    }

    /// Nil where someone was forgotten since a generation: they must not get a new key for what
    /// they did before.
    func keys(of subjects: [Subject?], at generation: Int) throws -> [SubjectKey]? {
        var missing: [Subject] = []
        let held = cache.withLock { cache in
            subjects.map { subject -> SubjectKey? in
                guard let subject else { return shop }
                if let key = cache.byName[subject] { return key }
                missing.append(subject)
                return nil
            }
        }
        if missing.isEmpty { return held.compactMap(\.self) }
        guard let found = try find(missing, at: generation) else { return nil }
        return zip(subjects, held).compactMap { subject, key in
            key ?? subject.flatMap { found[$0] }
        }
    }

    private func find(
        _ subjects: [Subject], at generation: Int
    ) throws -> [Subject: SubjectKey]? {
        let found = try database.write { db -> [Subject: SubjectKey]? in
            guard self.generation == generation else { return nil }
            var found: [Subject: SubjectKey] = [:]
            for subject in subjects where found[subject] == nil {
                found[subject] = try find(subject, db) ?? make(subject, db)
            }
            return found
        }
        guard let found else { return nil }
        cache.withLock { cache in
            guard cache.generation == generation else { return }
            for (subject, key) in found {
                cache.byName.update(subject, default: key) { $0 = key }
                cache.byNumber.update(key.number, default: key.key) { $0 = key.key }
            }
        }
        return found
    }

    private func find(_ subject: Subject, _ db: GRDB.Database) throws -> SubjectKey? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT subject.number, key FROM subject_name JOIN subject USING (number)
                WHERE digest = ?
                """)
        let digest = names.digest(of: subject.name)
        guard let row = try Row.fetchOne(statement, arguments: [Data(digest.bytes)]),
            let key = SealingKey(bytes: [UInt8](try row.decode(Data.self, atIndex: 1)))
        else { return nil }
        return SubjectKey(number: try row.decode(atIndex: 0), key: key)
    }

    private func make(_ subject: Subject, _ db: GRDB.Database) throws -> SubjectKey {
        let key = SealingKey()
        try db.cachedStatement(sql: "INSERT INTO subject (key) VALUES (?)")
            .execute(arguments: [Data(key.bytes)])
        let number = db.lastInsertedRowID
        try db.cachedStatement(sql: "INSERT INTO subject_name (digest, number) VALUES (?, ?)")
            .execute(arguments: [Data(names.digest(of: subject.name).bytes), number])
        return SubjectKey(number: number, key: key)
    }

    /// The numbers of those subjects that have a key.
    func numbers(of subjects: [Subject]) throws -> [Int64] {
        try database.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT number FROM subject_name WHERE digest = ?")
            return try subjects.compactMap { subject in
                let digest = names.digest(of: subject.name)
                return try Int64.fetchOne(statement, arguments: [Data(digest.bytes)])
            }
        }
    }

    // MARK: Keys by number

    /// The key that sealed what a number marks; nil where it was destroyed, or never stood here.
    func key(of number: Int64) throws -> SealingKey? {
        if number == shop.number { return shop.key }
        let (held, generation) = cache.withLock { ($0.byNumber[number], $0.generation) }
        if let held { return held }
        let stored = try database.read { db in
            let statement = try db.cachedStatement(sql: "SELECT key FROM subject WHERE number = ?")
            return try Data.fetchOne(statement, arguments: [number])
        }
        guard let stored, stored.contains(where: { $0 != 0 }),
            let key = SealingKey(bytes: [UInt8](stored))
        else { return nil }
        cache.withLock { cache in
            guard cache.generation == generation else { return }
            cache.byNumber.update(number, default: key) { $0 = key }
        }
        return key
    }

    /// The highest number given.
    func highestNumber() throws -> Int64 {
        try database.read { try Int64.fetchOne($0, sql: "SELECT max(number) FROM subject") } ?? 0
    }

    /// Gives no number up to this one from now on. For a vault that is older than the log: a number
    /// must not come to mean somebody else.
    func reserve(through number: Int64) throws {
        guard try highestNumber() < number else { return }
        try database.write { db in
            try db.execute(
                sql: "INSERT INTO subject (number, key) VALUES (?, zeroblob(?))",
                arguments: [number, SealingKey.byteCount])
        }
    }

    // MARK: Snapshot

    /// The key of the state's snapshot; nil where there is none to be read.
    func snapshotKey() throws -> SealingKey? {
        try database.read { try Self.secret("snapshot", $0) }.flatMap { SealingKey(bytes: $0) }
    }

    /// Makes the key of a new snapshot; nil where someone was forgotten since a generation, whom the
    /// snapshot may still know.
    func newSnapshotKey(at generation: Int) throws -> SealingKey? {
        let key = SealingKey()
        let isStored = try database.write { db in
            guard self.generation == generation else { return false }
            try db.execute(
                sql: """
                    INSERT INTO secret (name, key) VALUES ('snapshot', ?)
                    ON CONFLICT (name) DO UPDATE SET key = excluded.key
                    """, arguments: [Data(key.bytes)])
            return true
        }
        return isStored ? key : nil
    }

    // MARK: Forget

    /// Destroys the keys of subjects and, where these had events, of the snapshot, and keeps the
    /// receipt, in one durable transaction. After it nothing in the file or its log holds a byte of the keys, unless a
    /// reader stands in the way just then; `checkpoint()` tries again.
    func forget(_ subjects: [Subject], _ numbers: [Int64], _ receipt: Receipt) throws {
        let digests = subjects.map { Data(names.digest(of: $0.name).bytes) }
        try database.write { db in
            for number in numbers {
                try db.execute(
                    sql: "UPDATE subject SET key = zeroblob(?) WHERE number = ?",
                    arguments: [SealingKey.byteCount, number])
            }
            for digest in digests {
                try db.execute(
                    sql: "DELETE FROM subject_name WHERE digest = ?", arguments: [digest])
            }
            // The state follows from events alone.
            if receipt.events > 0 {
                try db.execute(sql: "DELETE FROM secret WHERE name = 'snapshot'")
            }
            try insert(receipt, db)
            // Who waits for this transaction to end must not act on what was before it.
            forgetCached(subjects, numbers)
        }
        // Who looked a number up until the commit must not put it back.
        forgetCached(subjects, numbers)
        isUnclean.store(true, ordering: .releasing)
        try clean()
    }

    private func forgetCached(_ subjects: [Subject], _ numbers: [Int64]) {
        cache.withLock { cache in
            cache.generation += 1
            for subject in subjects { cache.byName.remove(subject) }
            for number in numbers { cache.byNumber.remove(number) }
        }
    }

    private func clean() throws {
        if try database.emptyLog() { isUnclean.store(false, ordering: .releasing) }
    }

    // MARK: Care

    func checkpoint() throws {
        if isUnclean.load(ordering: .acquiring) { try clean() } else { try database.checkpoint() }
    }

    package func close() throws { try database.close() }
}
