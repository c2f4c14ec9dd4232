import Hummingbird
import NIOCore

/// What is known of a request beside the request.
struct ShopContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Where it comes from; nil where the system does not tell.
    let client: ClientAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        client = source.channel.remoteAddress.flatMap(ClientAddress.init)
    }
}
