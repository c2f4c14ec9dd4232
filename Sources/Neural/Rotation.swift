internal import CKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns queries and keys by angles that grow with their positions, so that their product depends
/// on how far apart they are (RoPE: Su et al., "RoFormer", 2021).
package struct Rotation: Sendable {
    /// The slowest pair turns by about one over this from token to token: histories are hundreds
    /// of tokens long, not thousands as in texts.
    private static let base = 1000.0
    package static let logBase = Float(log(base))

    private let heads: Int
    private let size: Int
    /// [positions × size / 2]
    private let cosines: [Float]
    private let sines: [Float]

    /// - Parameters:
    ///   - heads: Share the width evenly.
    ///   - size: Floats of a head, even.
    ///   - positions: Of rows lie below it.
    package init(heads: Int, size: Int, positions: Int) {
        precondition(size % 2 == 0 && size > 0 && heads > 0)
        self.heads = heads
        self.size = size
        let half = size / 2
        let angles = (0..<positions * half).map { index in
            Double(index / half) * pow(Self.base, -Double(index % half) / Double(half))
        }
        cosines = angles.map { Float(cos($0)) }
        sines = angles.map { Float(sin($0)) }
    }

    /// Turns the queries and keys of rows of queries, keys and values.
    ///
    /// - Parameters:
    ///   - qkv: 3 · heads · size wide.
    ///   - positions: One a row.
    ///   - back: Turns the other way: the gradient's way.
    package func apply(to qkv: Tensor, at positions: [Int32], back: Bool = false) {
        precondition(qkv.columns == 3 * heads * size && positions.count == qkv.rows)
        Embedding.check(positions, below: cosines.count / (size / 2))
        unsafe positions.withUnsafeBufferPointer { positions in
            unsafe cosines.withUnsafeBufferPointer { cosines in
                unsafe sines.withUnsafeBufferPointer { sines in
                    var call = unsafe ck_rotation(
                        values: qkv.floats.baseAddress, row: qkv.columns, rows: qkv.rows,
                        parts: 2 * heads, size: size, positions: positions.baseAddress,
                        cosines: cosines.baseAddress, sines: sines.baseAddress,
                        direction: back ? -1 : 1)
                    unsafe ck_rotate(&call)
                }
            }
        }
    }
}
