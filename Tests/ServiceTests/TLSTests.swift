import Foundation
import Primitives
import Service
import Storage
import TestSupport
import Testing

@Suite("TLS", .enabled(if: Certificate.canBeMade, "the openssl command makes the certificates"))
struct TLSTests {
    @Test("keys and answers travel encrypted")
    func handshake() async throws {
        let certificate = try Certificate()
        try await Door.with({ $0.tls = certificate.files }) { door in
            try await HTTPConnection.with(
                host: "127.0.0.1", port: door.port, key: door.keys[.admin],
                trusting: certificate.files.certificate
            ) { (http: inout HTTPConnection) async throws in
                #expect(try await http.call("GET", "/v1/stats").status == 200)
                #expect(
                    try await http.event(["id": "e", "type": "view", "user": "u", "item": "i"])
                        .status == 200)
            }
        }
    }

    @Test(
        "versions before TLS 1.2 are refused",
        arguments: [("-tls1", false), ("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)])
    func versions(_ option: String, isTaken: Bool) async throws {
        let certificate = try Certificate()
        try await Door.with({ $0.tls = certificate.files }) { door in
            // A client that still offers them, as the system's own policy may not, and says nothing.
            let command =
                "exec openssl s_client -connect 127.0.0.1:\(door.port) \(option) "
                + "-cipher DEFAULT@SECLEVEL=0 < /dev/null"
            let ended = try await Command.onThread("/bin/sh", ["-c", command])
            #expect((ended.code == 0) == isTaken)
        }
    }

    @Test("plain HTTP is refused, and hurts nobody")
    func plain() async throws {
        let certificate = try Certificate()
        try await Door.with({ $0.tls = certificate.files }) { door in
            for text in ["GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "\u{16}\u{3}\u{1}", "\u{0}"] {
                let answer = try await door.raw(text + String(repeating: "x", count: 100))
                #expect(!answer.contains("HTTP/1.1"), "\(answer)")
            }
            try await HTTPConnection.with(
                host: "127.0.0.1", port: door.port, trusting: certificate.files.certificate
            ) { (http: inout HTTPConnection) async throws in
                #expect(try await http.get("/healthz").status == 200)
            }
        }
    }

    @Test("who trusts another certificate does not connect; a renewed one needs no restart")
    func renewal() async throws {
        let (old, new) = (try Certificate(), try Certificate())
        try await Door.with({ $0.tls = old.files }) { door in
            func connects(_ certificate: Certificate) async -> Bool {
                do {
                    return try await HTTPConnection.with(
                        host: "127.0.0.1", port: door.port, trusting: certificate.files.certificate
                    ) { try await $0.get("/healthz").status == 200 }
                } catch { return false }
            }
            let copy = try Certificate(copying: old)
            #expect(await connects(copy))
            #expect(await !connects(new))
            // First a pair that does not fit together, as while files are being replaced.
            try Data(contentsOf: URL(filePath: new.files.certificate))
                .write(to: URL(filePath: old.files.certificate))
            try await Task.sleep(for: .milliseconds(700))
            #expect(await connects(copy), "what was there before stays")
            try Data(contentsOf: URL(filePath: new.files.key))
                .write(to: URL(filePath: old.files.key))
            var isRenewed = false
            for _ in 0..<200 where !isRenewed {
                isRenewed = await connects(new)
                if !isRenewed { try await Task.sleep(for: .milliseconds(25)) }
            }
            #expect(isRenewed)
            #expect(await !connects(copy))
        }
    }

    @Test("files that are no certificate stop the start, and are named")
    func wrongFiles() async throws {
        let directory = TemporaryDirectory()
        let junk = directory.write("junk", to: "junk.pem")
        let certificate = try Certificate()
        for files in [
            TLSFiles(certificate: junk, key: certificate.files.key),
            TLSFiles(certificate: certificate.files.certificate, key: junk),
            TLSFiles(certificate: certificate.files.certificate, key: try Certificate().files.key),
            TLSFiles(certificate: directory.file("none"), key: directory.file("none")),
        ] {
            let error = await #expect(throws: ServerError.self) {
                try await Door.with({ $0.tls = files }) { _ in Issue.record("it served") }
            }
            #expect(error?.code == .tls && error?.message.contains(files.key) == true)
        }
    }
}

extension Command {
    /// Runs a program beside the server, which needs the threads that tests run on.
    fileprivate static func onThread(
        _ program: String, _ arguments: [String]
    ) async throws -> (code: Int32, output: [UInt8]) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "command").async {
                continuation.resume(with: Result { try run(program, arguments) })
            }
        }
    }
}

/// A self-signed certificate and its key.
final class Certificate: Sendable {
    static let canBeMade = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    private let directory = TemporaryDirectory()
    var files: TLSFiles {
        TLSFiles(certificate: directory.file("server.pem"), key: directory.file("key.pem"))
    }

    init() throws {
        let made = try Command.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=martlet-\(UUID().uuidString)", "-keyout",
                files.key, "-out", files.certificate,
            ])
        try #require(made.code == 0)
    }

    init(copying other: Certificate) throws {
        for (from, to) in [
            (other.files.certificate, files.certificate), (other.files.key, files.key),
        ] { try FileManager.default.copyItem(atPath: from, toPath: to) }
    }
}
