import CWebAssets
import Hummingbird
import NIOCore

/// A page or a script that is part of the binary.
struct WebAsset: Sendable {
    let path: String
    /// Whether everybody may load it: pages hold no data, and ask for a key where one is needed.
    var isPage: Bool { path != "/openapi.json" }
    private let contentType: String
    private let content: ByteBuffer

    /// Pages may load nothing from elsewhere and run no script but their own.
    private static let policy =
        "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'; "
        + "base-uri 'none'; form-action 'self'"

    static let all: [WebAsset] = (0..<Int(martlet_assets_count)).map { index in
        let asset = unsafe martlet_asset_at(index).pointee
        return unsafe WebAsset(
            path: String(cString: asset.path), contentType: String(cString: asset.content_type),
            content: ByteBuffer(bytes: UnsafeBufferPointer(start: asset.bytes, count: asset.size)))
    }

    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: contentType, .cacheControl: "no-cache",
                .contentSecurityPolicy: Self.policy, .xContentTypeOptions: "nosniff",
            ], body: ResponseBody(byteBuffer: content))
    }
}
