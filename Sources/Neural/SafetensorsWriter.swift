#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Gathers tensors, and writes them as a safetensors file.
package struct SafetensorsWriter {
    fileprivate enum Content {
        case floats(Tensor)
        case int8s([Int8])
    }

    fileprivate struct Part {
        var name: String
        var shape: [Int]
        var content: Content

        var byteCount: Int {
            switch content {
            case .floats(let tensor): 4 * tensor.count
            case .int8s(let values): values.count
            }
        }
    }

    /// What else the file should say: texts by name.
    package var metadata: [String: String]
    private var parts: [Part] = []

    package init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    /// Adds a tensor of F32 under a new name; it is read when the file is written. Its shape is its
    /// rows and columns if nil.
    package mutating func add(_ name: String, _ tensor: Tensor, shape: [Int]? = nil) {
        let shape = shape ?? [tensor.rows, tensor.columns]
        append(Part(name: name, shape: shape, content: .floats(tensor)), count: tensor.count)
    }

    /// Adds a tensor of I8.
    package mutating func add(_ name: String, _ values: [Int8], shape: [Int]) {
        append(Part(name: name, shape: shape, content: .int8s(values)), count: values.count)
    }

    private mutating func append(_ part: Part, count: Int) {
        precondition(part.name != "__metadata__" && !parts.contains { $0.name == part.name })
        precondition(part.shape.reduce(1, *) == count, "the shape has another number of elements")
        parts.append(part)
    }

    /// Writes the file beside its place and renames it: a crash leaves the old one or the new.
    ///
    /// - Throws: `cannot_write`.
    package func write(to path: String) throws(SafetensorsError) {
        let temporary = path + ".new"
        do throws(SafetensorsError) {
            try write(temporary: temporary)
            guard unsafe rename(temporary, path) == 0 else { throw failure(path) }
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        let descriptor = unsafe open(
            folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private func write(temporary path: String) throws(SafetensorsError) {
        guard let file = unsafe fopen(path, "wb") else { throw failure(path) }
        defer { unsafe fclose(file) }
        // Floats first: every tensor begins at a multiple of its element's size.
        let ordered = parts.filter { $0.isFloat } + parts.filter { !$0.isFloat }
        let header = header(of: ordered)
        var complete = unsafe fwrite(header, 1, header.count, file) == header.count
        for part in ordered where complete {
            switch part.content {
            case .floats(let tensor):
                complete =
                    unsafe tensor.count == 0
                    || fwrite(tensor.floats.baseAddress, 4, tensor.count, file) == tensor.count
            case .int8s(let values):
                complete = unsafe fwrite(values, 1, values.count, file) == values.count
            }
        }
        guard complete, unsafe fflush(file) == 0, unsafe fsync(fileno(file)) == 0 else {
            throw failure(path)
        }
    }

    /// The header with its length, filled up with blanks to a multiple of eight bytes.
    private func header(of parts: [Part]) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { $0.key < $1.key }.map {
                "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
            }
            members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        var offset = 0
        for part in parts {
            let end = offset + part.byteCount
            let shape = part.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(Self.quoted(part.name)):{\"dtype\":\"\(part.isFloat ? "F32" : "I8")\","
                    + "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var text = Array("{\(members.joined(separator: ","))}".utf8)
        while text.count % 8 != 0 { text.append(0x20) }
        let length = UInt64(text.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private func failure(_ path: String) -> SafetensorsError {
        let reason = unsafe String(cString: strerror(errno))
        return SafetensorsError(.cannotWrite, file: path, "cannot be written: \(reason)")
    }
}

extension SafetensorsWriter.Part {
    fileprivate var isFloat: Bool {
        if case .floats = content { true } else { false }
    }
}
