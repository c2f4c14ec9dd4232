internal import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file behind ``ContentVectors``: a header of 32 bytes that names form, model and dimensions, then
/// records of a digest, a checksum and the vector in half precision. Little-endian.
final class ContentVectorFile {
    let path: String
    private let model: UInt64
    private let dimensions: Int
    private var descriptor: Int32
    /// Records in the file, damaged ones included.
    private var count = 0

    private static let magic: UInt64 = 0x3156_544C_5452_4D2E  // ".MRTLTV1"
    private static let headerBytes = 32
    private var recordBytes: Int { 24 + 2 * dimensions }

    init(path: String, model: UInt64, dimensions: Int) throws(TextEncoderError) {
        (self.path, self.model, self.dimensions) = (path, model, dimensions)
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SmallFile.failure(path, .cannotWrite) }
    }

    deinit { close(descriptor) }

    /// The place of each undamaged record. A file of another model is emptied, and a torn end cut off.
    func records() throws(TextEncoderError) -> [ContentDigest: Int] {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SmallFile.failure(path) }
        let size = Int(status.st_size)
        guard size >= Self.headerBytes, try bytes(at: 0, Self.headerBytes) == header else {
            try begin()
            return [:]
        }
        count = (size - Self.headerBytes) / recordBytes
        guard ftruncate(descriptor, off_t(offset(of: count))) == 0 else {
            throw SmallFile.failure(path, .cannotWrite)
        }
        var places: [ContentDigest: Int] = [:]
        places.reserveCapacity(count)
        let step = max(1, (1 << 20) / recordBytes)
        for first in stride(from: 0, to: count, by: step) {
            let records = min(step, count - first)
            let block = try bytes(at: offset(of: first), records * recordBytes)
            for index in 0..<records {
                let record = block[index * recordBytes..<(index + 1) * recordBytes]
                guard Self.word(record, 16) == checksum(record) else { continue }
                let digest = ContentDigest(
                    first: Self.word(record, 0), second: Self.word(record, 8))
                places[digest] = first + index
            }
        }
        return places
    }

    /// Appends records; the places that they got.
    func append(
        _ digests: [ContentDigest], _ vectors: [Float]
    ) throws(TextEncoderError) -> [(place: Int, digest: ContentDigest)] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digests.count * recordBytes)
        for (index, digest) in digests.enumerated() {
            var record: [UInt8] = []
            Self.append(digest.first, to: &record)
            Self.append(digest.second, to: &record)
            Self.append(0, to: &record)
            for value in vectors[index * dimensions..<(index + 1) * dimensions] {
                let bits = Float16(value).bitPattern
                record += [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)]
            }
            var sum: [UInt8] = []
            Self.append(checksum(record[...]), to: &sum)
            record.replaceSubrange(16..<24, with: sum)
            bytes += record
        }
        try write(bytes, at: offset(of: count))
        defer { count += digests.count }
        return digests.enumerated().map { (count + $0.offset, $0.element) }
    }

    func vector(at place: Int) throws(TextEncoderError) -> [Float] {
        let record = try bytes(at: offset(of: place), recordBytes)
        return (0..<dimensions).map { index in
            let low = UInt16(record[24 + 2 * index])
            let high = UInt16(record[25 + 2 * index])
            return Float(Float16(bitPattern: high << 8 | low))
        }
    }

    /// Replaces the file by one that holds these records alone, in the order of their places.
    func keep(
        _ places: [ContentDigest: Int]
    ) throws(TextEncoderError) -> [ContentDigest: Int] {
        let smaller = try ContentVectorFile(
            path: path + ".new", model: model, dimensions: dimensions)
        try smaller.begin()
        var kept: [ContentDigest: Int] = [:]
        for (digest, place) in places.sorted(by: { $0.value < $1.value }) {
            let record = try bytes(at: offset(of: place), recordBytes)
            try smaller.write(record, at: smaller.offset(of: smaller.count))
            kept[digest] = smaller.count
            smaller.count += 1
        }
        guard unsafe rename(smaller.path, path) == 0 else {
            throw SmallFile.failure(path, .cannotWrite)
        }
        swap(&descriptor, &smaller.descriptor)
        count = smaller.count
        return kept
    }

    // MARK: Bytes

    private var header: [UInt8] {
        var header: [UInt8] = []
        for word in [Self.magic, model, UInt64(dimensions), 0] { Self.append(word, to: &header) }
        return header
    }

    private func begin() throws(TextEncoderError) {
        guard ftruncate(descriptor, 0) == 0 else { throw SmallFile.failure(path, .cannotWrite) }
        try write(header, at: 0)
        count = 0
    }

    private func offset(of record: Int) -> Int { Self.headerBytes + record * recordBytes }

    private func checksum(_ record: ArraySlice<UInt8>) -> UInt64 {
        stableHash(record.dropFirst(24), seed: Self.word(record, 0) ^ Self.word(record, 8))
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }

    private static func word(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt64 {
        (0..<8).reduce(0) {
            $0 | UInt64(bytes[bytes.startIndex + offset + $1]) << UInt64(8 * $1)
        }
    }

    private func bytes(at offset: Int, _ count: Int) throws(TextEncoderError) -> [UInt8] {
        var filled = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            while filled < count, let start = buffer.baseAddress {
                let got = unsafe pread(
                    descriptor, start + filled, count - filled, off_t(offset + filled))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                filled += got
            }
            initialised = filled
        }
        guard filled == count else { throw SmallFile.failure(path) }
        return bytes
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws(TextEncoderError) {
        var done = 0
        while done < bytes.count {
            let put = unsafe bytes.withUnsafeBytes { all in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[done...])
                return unsafe pwrite(
                    descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw SmallFile.failure(path, .cannotWrite) }
            done += put
        }
    }
}
