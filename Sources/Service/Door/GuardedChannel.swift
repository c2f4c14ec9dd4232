import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// Puts TLS and the `ConnectionGuard` before what speaks HTTP.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let identity: TLSIdentity?
    let counts: ConnectionCounts
    let patience: Duration

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let identity {
                try pipeline.addHandler(NIOSSLServerHandler(context: identity.context))
            }
            try pipeline.addHandler(
                ConnectionGuard(patience: TimeAmount(patience), counts: counts))
        }.flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
