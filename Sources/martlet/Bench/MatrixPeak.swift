import Dispatch
import Neural
import Synchronization

/// What the cores reach in products of matrices: the limit of everything that trains.
enum MatrixPeak {
    /// Floating-point operations a second, the best of several tries, all threads at once.
    static func measure(threads: Int, size: Int = 256, tries: Int = 20) -> Double {
        let best = Mutex(0.0)
        for _ in 0..<tries {
            let clock = ContinuousClock()
            let repeats = 20
            let duration = clock.measure {
                DispatchQueue.concurrentPerform(iterations: threads) { _ in
                    let a = Tensor(rows: size, columns: size)
                    let b = Tensor(rows: size, columns: size)
                    let c = Tensor(rows: size, columns: size)
                    for _ in 0..<repeats { Gemm.multiply(a, b, into: c) }
                }
            }
            let operations = 2.0 * Double(size * size * size * repeats * threads)
            let rate = operations / (duration / .seconds(1))
            best.withLock { $0 = max($0, rate) }
        }
        return best.withLock { $0 }
    }
}
