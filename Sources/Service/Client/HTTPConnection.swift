import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One keep-alive connection to a Martlet server, for the simulator and the benchmarks: one
/// request at a time.
package struct HTTPConnection: ~Copyable {
    private typealias Channel = NIOAsyncChannel<NIOHTTPClientResponseFull, HTTPClientRequestPart>

    /// An answer with its whole body.
    package struct Reply: Sendable {
        package var status: Int
        package var body: [UInt8]
        fileprivate var headers: HTTPHeaders

        /// The value of a header, whatever its case; nil where the answer has none.
        package func header(_ name: String) -> String? { headers.first(name: name) }
    }

    /// Largest body taken.
    private static let bodyBytesMax = 64 << 20

    private let headers: HTTPHeaders
    private var replies: NIOAsyncChannelInboundStream<NIOHTTPClientResponseFull>.AsyncIterator
    private let requests: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

    /// Opens a connection for as long as `body` runs.
    ///
    /// - Parameters:
    ///   - host: A name or an address.
    ///   - port: The port.
    ///   - key: Shown with every request where given.
    ///   - trusting: A file of certificates in PEM that the server's must come from; turns TLS on.
    ///   - body: What is done with it.
    /// - Returns: What `body` returns.
    /// - Throws: NIO's connection errors, or what `body` throws.
    package static func with<Result>(
        host: String, port: Int, key: String? = nil, trusting: String? = nil,
        _ body: (inout HTTPConnection) async throws -> Result
    ) async throws -> Result {
        let tls = try trusting.map(tls)
        let channel: Channel = try await ClientBootstrap(
            group: .singletonMultiThreadedEventLoopGroup
        )
        .channelOption(.socketOption(.tcp_nodelay), value: 1)
        .connect(host: host, port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: nil))
                }
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                try channel.pipeline.syncOperations.addHandler(
                    NIOHTTPClientResponseAggregator(maxContentLength: bodyBytesMax))
                return try Channel(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            let address = host.contains(":") ? "[\(host)]" : host
            var headers: HTTPHeaders = ["Host": "\(address):\(port)"]
            if let key { headers.add(name: "Authorization", value: "Bearer \(key)") }
            var connection = HTTPConnection(
                headers: headers, replies: inbound.makeAsyncIterator(), requests: outbound)
            return try await body(&connection)
        }
    }

    /// The name in the certificate is not checked: a test's server has none.
    private static func tls(trusting path: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(path)
        configuration.certificateVerification = .noHostnameVerification
        return try NIOSSLContext(configuration: configuration)
    }

    package mutating func post(_ path: String, _ body: [UInt8]) async throws -> Reply {
        try await send(.POST, path, body)
    }

    package mutating func put(_ path: String, _ body: [UInt8]) async throws -> Reply {
        try await send(.PUT, path, body)
    }

    package mutating func get(_ path: String) async throws -> Reply {
        try await send(.GET, path, [])
    }

    /// Any other request. `method` is one of HTTP's, in capitals.
    package mutating func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], contentType: String? = nil
    ) async throws -> Reply {
        try await send(HTTPMethod(rawValue: method), path, body, contentType: contentType)
    }

    private mutating func send(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8], contentType: String? = nil
    ) async throws -> Reply {
        var headers = headers
        headers.add(name: "Content-Length", value: String(body.count))
        if let contentType { headers.add(name: "Content-Type", value: contentType) }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)
        try await requests.write(
            contentsOf: [
                .head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil),
            ])
        guard let reply = try await replies.next(isolation: #isolation) else {
            throw ChannelError.eof
        }
        return Reply(
            status: Int(reply.head.status.code),
            body: reply.body.map { Array(buffer: $0) } ?? [], headers: reply.head.headers)
    }
}
