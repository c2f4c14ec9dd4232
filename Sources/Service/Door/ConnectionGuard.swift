import NIOCore

/// Closes a connection whose client takes too long, or has too many of them.
///
/// It sees bytes only, below HTTP and above TLS. A client has `patience` from its first byte (or
/// from the connection's start) until the answer begins, however it drips its request; and as long
/// to take more of an answer when it has stopped reading, and to leave when it was told to.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = NIOAny
    typealias InboundOut = NIOAny
    typealias OutboundIn = NIOAny
    typealias OutboundOut = NIOAny

    private let patience: TimeAmount
    private let counts: ConnectionCounts
    private var address: ClientAddress?
    private var request: Scheduled<Void>?
    private var answer: Scheduled<Void>?
    private var farewell: Scheduled<Void>?

    init(patience: TimeAmount, counts: ConnectionCounts) {
        self.patience = patience
        self.counts = counts
    }

    func channelActive(context: ChannelHandlerContext) {
        if let address = context.remoteAddress.flatMap(ClientAddress.init) {
            guard counts.enter(address) else {
                context.close(promise: nil)
                return
            }
            self.address = address
        }
        request = deadline(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        request?.cancel()
        answer?.cancel()
        farewell?.cancel()
        if let address { counts.leave(address) }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if request == nil { request = deadline(context) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        request?.cancel()
        request = nil
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output, farewell == nil { farewell = deadline(context) }
        context.close(mode: mode, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        answer?.cancel()
        answer = context.channel.isWritable ? nil : deadline(context)
        context.fireChannelWritabilityChanged()
    }

    private func deadline(_ context: ChannelHandlerContext) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }
}
