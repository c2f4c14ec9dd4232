/// Bytes that an array's elements take on the heap: their storage with its header, as the allocator
/// rounds it up. What the elements refer to is not counted.
public func heapBytes<Element>(of array: [Element]) -> Int {
    heapBytes(ofElements: array.capacity, stride: MemoryLayout<Element>.stride)
}

/// Bytes of an array of a capacity; nothing for one that has none.
@usableFromInline
func heapBytes(ofElements capacity: Int, stride: Int) -> Int {
    let (header, chunkHeader, grain) = (32, 8, 16)
    guard capacity > 0 else { return 0 }
    return (header + capacity * stride + chunkHeader + grain - 1) / grain * grain
}
