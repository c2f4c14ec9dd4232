package import Engine
package import Primitives
package import Storage

/// One shop of a server: its engine, its keys, its limits. Nothing of it is shared with another.
package struct Tenant: Sendable {
    /// As it stands in addresses and metrics: 1 to 64 letters, digits, `-`, `_` or `.`; empty for
    /// the only shop of a server.
    package let name: String
    /// Nil where its directory could not be opened: it then answers 503.
    let engine: Engine?
    let keys: KeyRing
    let quota: EventQuota?
    let limiter: RateLimiter
    private let settings: (@Sendable () throws -> ShopSettings)?

    /// - Parameters:
    ///   - name: Empty for the only shop of a server.
    ///   - engine: What it serves; closed with the server.
    ///   - access: Its keys, closed with the server. Without, it never has any.
    ///   - limits: What it may use.
    ///   - settings: Reads what is set now; without, it never changes.
    ///   - clock: For limits and the life of keys.
    /// - Throws: `StorageError`.
    package init(
        name: String = "", engine: Engine, access: SQLiteAccess? = nil,
        limits: ShopLimits = ShopLimits(),
        settings: (@Sendable () throws -> ShopSettings)? = nil, clock: WallClock = .system
    ) throws {
        self.name = name
        self.engine = engine
        keys = try KeyRing(access, clock: clock)
        quota = try EventQuota(limits.eventsPerDay, engine: engine, clock: clock)
        limiter = RateLimiter(limits.rate, clock: clock)
        self.settings = settings
    }

    /// Takes over what is set now; where that cannot be read nothing changes.
    ///
    /// - Returns: The settings that differ and hold only from the next start on.
    /// - Throws: What `settings` throws, or `StorageError`.
    func renewSettings() throws -> [String] {
        guard let engine, let settings = try settings?() else { return [] }
        try quota?.use(settings.limits.eventsPerDay, engine: engine)
        limiter.use(settings.limits.rate)
        return engine.use(settings.engine)
    }

    /// A shop that could not be opened. Its keys, where these can be read, still tell who may know
    /// that.
    package init(unavailable name: String, access: SQLiteAccess?) {
        let keys = try? KeyRing(access, clock: .system)
        self.init(name, keys ?? KeyRing(clock: .system))
    }

    /// No shop at all: no key opens it.
    static let none = Tenant("", KeyRing(clock: .system))

    private init(_ name: String, _ keys: KeyRing) {
        (self.name, self.keys) = (name, keys)
        (engine, quota, settings) = (nil, nil, nil)
        limiter = RateLimiter(nil, clock: .system)
    }

    /// Whether a name can stand in an address and in a metric as it is.
    package static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && !text.hasPrefix(".")
            && text.utf8.allSatisfy { byte in
                let character = Character(Unicode.Scalar(byte))
                return character.isASCII
                    && (character.isLetter || character.isNumber || "-_.".contains(character))
            }
    }
}
