internal import CKernels

/// A layer's weights in one byte each, with a scale for each output: a quarter of the memory, and
/// products of integers.
///
/// The input is rounded too, by a scale of its own. Weights and inputs are off by at most 1/254 of
/// the largest of their column and row.
@safe package final class ByteMatrix {
    /// How products are computed; others than the portable way need a processor that has it.
    package enum Way: Int, Sendable, CaseIterable {
        case portable, avx2, vnni

        /// Those that this processor can run.
        package static var available: [Way] {
            allCases.filter { $0.rawValue <= Int(ck_bytes_best()) }
        }
    }

    package let inputs: Int
    package let outputs: Int
    private let way: Way
    /// Outputs in groups, inputs in fours, as `ck_scan_bytes` wants them.
    private var bytes: [Int8]
    /// One for each output, in whole groups.
    private var scales: [Float]
    /// Scratch: the rounded input and the sums.
    private var rounded: [Int8]
    private var sums: [Float]

    /// - Parameters:
    ///   - weights: [inputs × outputs], all finite; at most 16,384 inputs, so that sums stay within
    ///     32 bits.
    ///   - way: One of `Way.available`.
    package init(_ weights: Tensor, way: Way = Way.available.last ?? .portable) {
        precondition(weights.rows <= 16384)
        let group = Int(CK_GROUP)
        inputs = weights.rows
        outputs = weights.columns
        self.way = way
        let quads = (inputs + 3) / 4
        let groups = (outputs + group - 1) / group
        bytes = [Int8](repeating: 0, count: groups * group * quads * 4)
        scales = [Float](repeating: 0, count: groups * group)
        rounded = [Int8](repeating: 0, count: 4 * quads)
        sums = [Float](repeating: 0, count: groups * group)
        var column = [Float](repeating: 0, count: inputs)
        var values = [Int8](repeating: 0, count: inputs)
        for output in 0..<outputs {
            for input in 0..<inputs { column[input] = weights[input, output] }
            scales[output] = Self.round(column, into: &values)
            let start = output / group * group * quads * 4 + output % group * 4
            for input in 0..<inputs {
                bytes[start + input / 4 * group * 4 + input % 4] = values[input]
            }
        }
    }

    /// output = input · weights + bias, of one row; about the same for the floats that were rounded.
    package func multiply(_ input: Tensor, bias: Tensor? = nil, into output: Tensor) {
        precondition(input.rows == 1 && input.columns == inputs && output.columns == outputs)
        precondition(bias.map { $0.count == outputs } ?? true)
        output.rows = 1
        let scale = unsafe ck_magnitude(input.floats.baseAddress, inputs) / 127
        unsafe ck_quantise(input.floats.baseAddress, scale, &rounded, inputs)
        unsafe ck_scan_bytes(
            Int32(way.rawValue), bytes, scales, rounded, nil, sums.count / Int(CK_GROUP),
            rounded.count / 4, &sums)
        for index in 0..<outputs {
            unsafe output.floats[index] = sums[index] * scale + (bias?.floats[index] ?? 0)
        }
    }

    /// Bytes, and the factor that gives the values back.
    private static func round(_ values: [Float], into bytes: inout [Int8]) -> Float {
        let scale = unsafe ck_magnitude(values, values.count) / 127
        unsafe ck_quantise(values, scale, &bytes, values.count)
        return scale
    }
}
