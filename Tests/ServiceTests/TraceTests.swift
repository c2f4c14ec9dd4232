import Service
import Testing

@Suite("traces")
struct TraceTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test(
        "a trace goes on under a number of its own",
        arguments: [
            ("00-\(trace)-00f067aa0ba902b7-01", "01"), ("00-\(trace)-00f067aa0ba902b7-00", "00"),
            ("00-\(trace)-00f067aa0ba902b7-ff", "01"),
            ("cc-\(trace)-00f067aa0ba902b7-01-what-the-future-brings", "01"),
        ])
    func goesOn(header: String, flags: String) throws {
        let context = try #require(TraceContext(following: header, span: 0xab))
        #expect(context.header == "00-\(Self.trace)-00000000000000ab-\(flags)")
        #expect(context.trace == Self.trace)
    }

    @Test(
        "what the specification forbids is no trace",
        arguments: [
            "", "00", "00-\(trace)-00f067aa0ba902b7", "ff-\(trace)-00f067aa0ba902b7-01",
            "00-\(trace)-00f067aa0ba902b7-01-more", "00-\(trace)-0000000000000000-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-\(trace)-00f067aa0ba902b-01",
            "00-\(trace)-00f067aa0ba902b7-1", "0-\(trace)-00f067aa0ba902b7-01",
        ])
    func forbidden(_ header: String) {
        #expect(TraceContext(following: header) == nil)
    }

    @Test("an answer says where it stands in the caller's trace")
    func answer() async throws {
        try await Server.with { server, _ in
            for (header, isTrace) in [
                ("00-\(Self.trace)-00f067aa0ba902b7-01", true), ("nonsense", false),
            ] {
                let socket = try RawSocket(port: server.port)
                try socket.write(
                    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTraceParent: \(header)\r\n\r\n")
                let answer = await socket.read { $0.contains("\"ok\"") }
                #expect(answer.hasPrefix("HTTP/1.1 200"))
                #expect(answer.contains("traceparent: 00-\(Self.trace)-") == isTrace)
            }
        }
    }
}
