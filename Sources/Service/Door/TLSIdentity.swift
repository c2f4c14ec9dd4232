import NIOSSL
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files of a certificate and its key, in PEM.
package struct TLSFiles: Sendable {
    /// The server's certificate first, then those between it and the root.
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// What the server proves itself with: TLS 1.2 or newer. New connections use the files as they are
/// now, so a renewed certificate needs no restart.
final class TLSIdentity: Sendable {
    private let files: TLSFiles
    private let state: Mutex<(context: NIOSSLContext, stamps: [Int64])>

    /// - Throws: `ServerError` `tls`, naming the files.
    init(_ files: TLSFiles) throws {
        self.files = files
        let stamps = Self.stamps(files)
        state = Mutex((try Self.load(files), stamps))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Loads the files again where they have changed. Those that cannot be used are left aside
    /// until they change again: of two files, one is always replaced first.
    ///
    /// - Returns: Whether anything changed.
    /// - Throws: `ServerError` `tls`.
    func renew() throws -> Bool {
        let stamps = Self.stamps(files)
        let isNew = state.withLock { state in
            defer { state.stamps = stamps }
            return state.stamps != stamps
        }
        guard isNew else { return false }
        let context = try Self.load(files)
        state.withLock { $0.context = context }
        return true
    }

    private static func load(_ files: TLSFiles) throws -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerError(
                .tls,
                "\(files.certificate) and \(files.key) are no certificate chain and its key in PEM",
                cause: error)
        }
    }

    /// When the files were changed, and how large they are.
    private static func stamps(_ files: TLSFiles) -> [Int64] {
        [files.certificate, files.key].flatMap { path -> [Int64] in
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return [] }
            #if canImport(Glibc)
                let time = status.st_mtim
            #else
                let time = status.st_mtimespec
            #endif
            return [Int64(time.tv_sec), Int64(time.tv_nsec), Int64(status.st_size)]
        }
    }
}
