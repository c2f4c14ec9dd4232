import NIOCore
import NIOHTTP1
import NIOPosix

/// One keep-alive connection to a Martlet server, for the simulator and the benchmarks: one
/// request at a time, plain HTTP.
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

    private let host: String
    private var replies: NIOAsyncChannelInboundStream<NIOHTTPClientResponseFull>.AsyncIterator
    private let requests: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

    /// Opens a connection for as long as `body` runs.
    ///
    /// - Throws: NIO's connection errors, or what `body` throws.
    package static func with<Result>(
        host: String, port: Int, _ body: (inout HTTPConnection) async throws -> Result
    ) async throws -> Result {
        let channel: Channel = try await ClientBootstrap(
            group: .singletonMultiThreadedEventLoopGroup
        )
        .channelOption(.socketOption(.tcp_nodelay), value: 1)
        .connect(host: host, port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHTTPClientHandlers()
                try channel.pipeline.syncOperations.addHandler(
                    NIOHTTPClientResponseAggregator(maxContentLength: bodyBytesMax))
                return try Channel(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = HTTPConnection(
                host: "\(host):\(port)", replies: inbound.makeAsyncIterator(), requests: outbound)
            return try await body(&connection)
        }
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
        var headers: HTTPHeaders = ["Host": host, "Content-Length": String(body.count)]
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
