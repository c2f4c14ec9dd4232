import NIOCore

/// The address of a client as limits count it: an IPv4 address, or the first half of an IPv6 one,
/// for whoever has one address of such a network has all of them (RFC 6177).
struct ClientAddress: Hashable, Sendable {
    private let bits: UInt64
    let isLoopback: Bool

    init?(_ address: SocketAddress) {
        // Where the address stands within a `sockaddr_in` and a `sockaddr_in6`, on every system.
        let place: Range<Int>
        switch address {
        case .v4: place = 4..<8
        case .v6: place = 8..<24
        case .unixDomainSocket: return nil
        }
        let bytes = unsafe address.withSockAddr { pointer, size in
            unsafe Array(UnsafeRawBufferPointer(start: pointer, count: size)[place])
        }
        let isMapped = bytes.count == 16 && bytes.starts(with: Self.mappedPrefix)
        let counted = isMapped ? bytes.suffix(4) : bytes.prefix(8)
        // A global IPv6 address begins with 001, so no network is taken for an IPv4 address.
        bits = counted.reduce(0) { $0 << 8 | UInt64($1) }
        isLoopback = counted.count == 4 ? counted.first == 127 : bytes == Self.loopback
    }

    /// Before the four bytes of an IPv4 address that came in over IPv6.
    private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [255, 255]
    private static let loopback = [UInt8](repeating: 0, count: 15) + [1]

    /// Whether a server that listens there can be reached from this machine alone.
    static func isLoopback(host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
