extension Array where Element: BinaryFloatingPoint {
    /// The `rank`-th largest element, 1 for the largest; the elements are moved about. None may be NaN.
    ///
    /// Hoare's selection ("Algorithm 65: Find", 1961) with the middle of three as its pivot: linear in
    /// the mean.
    ///
    /// - Parameter rank: 1...count.
    /// - Returns: That element.
    @inlinable
    public mutating func select(largest rank: Int) -> Element {
        var low = 0
        var high = count - 1
        let target = rank - 1
        while low < high {
            let pivot = Self.median(self[low], self[(low + high) / 2], self[high])
            var left = low
            var right = high
            while left <= right {
                while self[left] > pivot { left += 1 }
                while self[right] < pivot { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if target <= right {
                high = right
            } else if target >= left {
                low = left
            } else {
                break
            }
        }
        return self[target]
    }

    @inlinable
    static func median(_ a: Element, _ b: Element, _ c: Element) -> Element {
        Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
    }
}
