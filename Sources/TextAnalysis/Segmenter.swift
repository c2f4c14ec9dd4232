import CUnicode
import Synchronization

/// ICU's dictionaries of words, for scripts that leave no blanks.
final class Segmenter: Sendable {
    static let shared = Segmenter()

    /// One thread at a time uses the iterator.
    private let handle = Mutex(Handle())

    @safe private struct Handle: @unchecked Sendable {
        let segmenter = unsafe cu_segmenter_open()
    }

    private init() {}

    /// The words of a run, in order; the run itself where ICU has no data.
    func words(of run: String) -> [String] {
        let units = Array(run.utf16)
        let ends = handle.withLock { handle in
            unsafe [UInt32](unsafeUninitializedCapacity: units.count) { buffer, count in
                guard let segmenter = unsafe handle.segmenter else { return }
                unsafe count = cu_words(
                    segmenter, units, units.count, buffer.baseAddress, buffer.count)
            }
        }
        guard ends.last == UInt32(units.count) else { return [run] }
        var start = 0
        return ends.map { end in
            defer { start = Int(end) }
            return String(decoding: units[start..<Int(end)], as: UTF16.self)
        }
    }
}
