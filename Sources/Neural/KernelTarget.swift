internal import CKernels

/// The kinds of processor that the heavy kernels are made for, by rising demands.
///
/// Results differ in the last bits between them.
package enum KernelTarget: Int, CaseIterable, Sendable {
    /// Every processor.
    case portable
    /// x86-64-v3: AVX2 with fused multiply-add.
    case avx2
    /// x86-64-v4: AVX-512.
    case avx512

    /// Those that this processor can run.
    package static let available = allCases.filter { unsafe ck_kernels_at($0.rawValue) != nil }
    /// The fastest that this processor can run.
    package static let best = available.last ?? .portable

    var kernels: ck_kernels {
        guard let kernels = unsafe ck_kernels_at(rawValue) else {
            preconditionFailure("this processor has not what \(self) takes")
        }
        return unsafe kernels.pointee
    }
}
