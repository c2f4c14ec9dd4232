import Commerce
import Engine
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTP1
import Storage

/// A refusal as a client sees it: `{"error": {"code", "message", "field"?}}` with its status.
struct APIError: Error, HTTPResponseError {
    var status: HTTPResponse.Status
    /// A word from a fixed list, for programs.
    var code: String
    /// A sentence that says what to do, for people.
    var message: String
    var field: String?
    /// What the answer's headers say beside it.
    var headers = HTTPFields()

    init(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, field: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.field = field
    }

    func response(from request: Request, context: some RequestContext) -> Response {
        var writer = JSONWriter()
        writer.object { $0.object("error", write) }
        var response = Response(json: writer, status: status)
        if status == .serviceUnavailable { response.headers[.retryAfter] = "1" }
        for header in headers { response.headers[header.name] = header.value }
        return response
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("code", code)
        writer.field("message", message)
        if let field { writer.field("field", field) }
    }
}

extension APIError {
    /// What a client is told of an error; details of an unexpected one stay in the server's log.
    init(_ error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as InvalidField:
            let isWhole = error.field.isEmpty
            self.init(
                .badRequest, error.code.rawValue, isWhole ? error.message : error.description,
                field: isWhole ? nil : error.field)
        case let error as JSONError:
            self.init(.badRequest, "invalid_json", error.description)
        case let error as EngineError: self.init(error)
        case is StorageError:
            self.init(
                .serviceUnavailable, "storage",
                "the disk is full or failing, and nothing was stored; send it again, with the same "
                    + "event ids, when the operator has seen to it")
        case is NIOTooManyBytesError:
            self.init(
                .contentTooLarge, "body_too_large",
                "the body is too large; send fewer lines at a time")
        case is HTTPParserError, is IOError, is ChannelError:
            self.init(.badRequest, "broken_request", "the request broke off, or is no HTTP")
        case is CancellationError:
            self.init(.serviceUnavailable, "closing", "the server is shutting down")
        case let error as any HTTPResponseError:
            self.init(error.status, wireCode(of: error.status), sentence(on: error.status))
        default:
            self.init(.internalServerError, "internal", "something went wrong; see the server log")
        }
    }

    private init(_ error: EngineError) {
        let status: HTTPResponse.Status =
            switch error.code {
            case .overloaded, .closing, .memoryFull: .serviceUnavailable
            case .cursorExpired: .gone
            case .notFound: .notFound
            case .tooLittleData, .unusableModel, .noPolicy: .conflict
            }
        self.init(status, error.code.rawValue, error.message)
    }
}

private func wireCode(of status: HTTPResponse.Status) -> String {
    status == .notFound ? "no_such_route" : "http_\(status.code)"
}

private func sentence(on status: HTTPResponse.Status) -> String {
    status == .notFound
        ? "there is no such path; see /openapi.json"
        : status.reasonPhrase
}

extension Response {
    /// An answer whose JSON is written already.
    init(json writer: JSONWriter, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}
