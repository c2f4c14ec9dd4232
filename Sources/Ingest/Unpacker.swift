import CZlib

/// Unpacks gzip data (RFC 1952). The only place that knows zlib: callers see bytes.
@safe
struct Unpacker: ~Copyable {
    enum Outcome: Equatable {
        /// The input is used up or the output full.
        case more
        /// The member is whole, its checksum right.
        case memberEnd
        case damaged(String)
    }

    /// The largest window, with 16 for the frame of gzip.
    private static let windowBits: Int32 = 15 + 16

    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // Where memory is lacking the state stays nil, and `inflate` says that it is none.
        _ = unsafe inflateInit2_(
            stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Makes ready for another member.
    mutating func reset() { _ = unsafe inflateReset(stream) }

    /// Unpacks `input[start..<inputEnd]` to `output` from `end` on, and moves both places.
    mutating func unpack(
        _ input: inout [UInt8], _ start: inout Int, _ inputEnd: Int, into output: inout [UInt8],
        _ end: inout Int
    ) -> Outcome {
        let available = inputEnd - start
        let space = output.count - end
        let stream = unsafe stream
        let (first, outputFirst) = (start, end)
        let status = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = input.baseAddress.map { unsafe $0 + first }
                unsafe stream.pointee.avail_in = UInt32(clamping: available)
                unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + outputFirst }
                unsafe stream.pointee.avail_out = UInt32(clamping: space)
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        start += available - Int(unsafe stream.pointee.avail_in)
        end += space - Int(unsafe stream.pointee.avail_out)
        switch status {
        case Z_OK, Z_BUF_ERROR: return .more
        case Z_STREAM_END: return .memberEnd
        default:
            let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
            return .damaged(message ?? "zlib error \(status)")
        }
    }
}
