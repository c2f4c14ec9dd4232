import Engine
import Logging
import Primitives
import Service
import Storage

/// A data directory that was opened to be served, with its settings and its keys.
struct OpenedShop {
    let engine: Engine
    let tenant: Tenant

    /// - Parameters:
    ///   - path: The data directory, made where missing.
    ///   - name: As addresses name it; empty for the only shop of a server.
    ///   - config: The file of settings; that of the directory where not given.
    ///   - memory: Bytes that it may take; as the settings say where not given.
    ///   - level: Is told the level of logs that the settings want, also when they change.
    /// - Throws: `ConfigurationError` or `StorageError`.
    init(
        _ path: String, name: String = "", config: String? = nil, memory: Int? = nil,
        level: LogLevel
    ) throws {
        @Sendable func read() throws -> ConfigurationFile {
            var file = try ConfigurationFile(config, data: path)
            file.engine.memoryBytes = memory ?? file.engine.memoryBytes
            level.use(file.logLevel, of: name)
            return file
        }
        let settings = try read()
        engine = try Engine(path: path, configuration: settings.engine)
        let access = try SQLiteAccess(folder: path)
        try access.noteConfiguration(settings.bytes, at: WallClock.system.now())
        tenant = try Tenant(
            name: name, engine: engine, access: access, limits: settings.limits,
            settings: {
                let file = try read()
                try access.noteConfiguration(file.bytes, at: WallClock.system.now())
                return ShopSettings(engine: file.engine, limits: file.limits)
            })
    }

    /// Opens every data directory in a folder. One that cannot be opened hinders no other: it is
    /// served as unavailable, and the log says why.
    ///
    /// - Parameters:
    ///   - root: The folder.
    ///   - memory: Bytes that all may take together, each as much as the others.
    ///   - level: As of one shop.
    ///   - logger: Told of those that cannot be served.
    /// - Throws: `StorageError` where the folder cannot be read, `ServerError` `no_shops`, or
    ///   `little_memory`.
    /// - Returns: Each of them.
    static func all(
        in root: String, memory: Int? = nil, level: LogLevel, _ logger: Logger
    ) throws -> [Tenant] {
        let names = try FileSystem.names(in: root).filter { DataDirectory.isOne("\(root)/\($0)") }
        let share = memory.map { $0 / max(1, names.count) }
        if let share, share < EngineConfiguration.memoryBytesMin {
            throw ServerError(
                .littleMemory,
                "\(names.count) shops need \(names.count * EngineConfiguration.memoryBytesMin >> 20) "
                    + "MB at least; give --memory that much, or serve fewer of them")
        }
        let tenants = names.compactMap { name -> Tenant? in
            let path = "\(root)/\(name)"
            guard Tenant.isName(name) else {
                logger.error(
                    "not served: a shop is named with up to 64 letters, digits, -, _ or .",
                    metadata: ["folder": .string(path)])
                return nil
            }
            do {
                return try OpenedShop(path, name: name, memory: share, level: level).tenant
            } catch {
                logger.error(
                    "this shop cannot be served",
                    metadata: ["shop": .string(name), "error": .string("\(error)")])
                return Tenant(unavailable: name, access: try? SQLiteAccess(folder: path))
            }
        }
        guard !tenants.isEmpty else {
            throw ServerError(
                .noShops, "\(root) holds no data directory; `martlet import` makes one")
        }
        return tenants
    }
}
