/// The number of edits between two words: insert, delete, replace, or swap neighbours, where
/// nothing is edited twice (optimal string alignment); nil above `limit`.
///
/// The dynamic programme stops as soon as no row can lead to `limit` (Ukkonen, "Algorithms for
/// approximate string matching", 1985).
package func editDistance(
    _ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int
) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    var before = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = before
    for i in a.indices {
        current[0] = i + 1
        var best = current[0]
        for j in b.indices {
            let cost = a[i] == b[j] ? 0 : 1
            var edits = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                edits = min(edits, before[j - 1] + 1)
            }
            current[j + 1] = edits
            best = min(best, edits)
        }
        if best > limit { return nil }
        (before, previous, current) = (previous, current, before)
    }
    return previous[b.count] <= limit ? previous[b.count] : nil
}
