import Foundation
import Neural
import Primitives
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    /// A folder that goes with the test.
    final class Folder {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func path(_ name: String) -> String { url.appendingPathComponent(name).path }

        /// A file of a header and data.
        func write(_ header: String, _ data: [UInt8] = [], length: UInt64? = nil) throws -> String {
            let text = Array(header.utf8)
            let length = length ?? UInt64(text.count)
            let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
            return try write(prefix + text + data)
        }

        func write(_ bytes: [UInt8]) throws -> String {
            let path = path("file.safetensors")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    private static func bytes<T>(_ values: [T]) -> [UInt8] {
        unsafe values.withUnsafeBytes { unsafe Array($0) }
    }

    @Test("what is written is read, whatever the names", arguments: 1...10)
    func roundTrip(seed: UInt64) throws {
        let folder = try Folder()
        var random = SeededRNG(seed: seed)
        let metadata = ["größe": "64", "quote\"\\\n\u{1}": "\u{1F426} a/b", "": ""]
        var writer = SafetensorsWriter(metadata: seed % 2 == 0 ? metadata : [:])
        let (rows, columns) = Reference.shape(&random, seed: seed)
        let table = Reference.tensor(rows, columns, &random)
        let vector = Reference.tensor(1, 7, &random)
        let codes = (0..<15).map { _ in Int8(random.index(below: 256) - 128) }
        writer.add("codes", codes, shape: [3, 5])
        writer.add("table \"1\"", table)
        writer.add("vektor.ü", vector, shape: [7])
        let path = folder.path("model.safetensors")
        try writer.write(to: path)
        try writer.write(to: path)

        let file = try SafetensorsFile(path: path)
        #expect(file.header.metadata == writer.metadata)
        #expect(file.header.entries.count == 3)
        #expect(try file.entry("vektor.ü").shape == [7])
        #expect(try file.tensor("table \"1\"").array == table.array)
        #expect(try file.tensor("vektor.ü").array == vector.array)
        #expect(try file.int8s("codes") == codes)
        let target = Tensor(rows: rows, columns: columns)
        try file.read("table \"1\"", into: target)
        #expect(target.array == table.array, "seed \(seed)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 1)
        // As other readers want it: data at a multiple of eight bytes.
        let start = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(8)
        #expect(start[0] % 8 == 0)
    }

    @Test("halves, bfloats and long integers of other programs")
    func otherTypes() throws {
        let folder = try Folder()
        // Blanks, escapes and another order of members, as a file may have them.
        let header = """
            {"h\\u00e9":{"shape":[2,2],"data_offsets":[0,8],"dtype":"F16"},
             "b":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]} ,
             "i":{"dtype":"I64","shape":[1,2],"data_offsets":[14,30]},
             "none":{"dtype":"F32","shape":[0,4],"data_offsets":[30,30]},
             "scalar":{"dtype":"F32","shape":[],"data_offsets":[30,34]}}  
            """
        let data =
            Self.bytes([0x3C00, 0xC000, 0x0001, 0x7C00] as [UInt16])
            + Self.bytes([0x3F80, 0xC040, 0x7FC0] as [UInt16])
            + Self.bytes([Int64.max, -5]) + Self.bytes([Float(2.5)])
        let file = try SafetensorsFile(path: folder.write(header, data))
        #expect(try file.tensor("hé").array == [1, -2, 0x1p-24, .infinity])
        let bfloats = try file.tensor("b").array
        #expect(bfloats[0] == 1 && bfloats[1] == -3 && bfloats[2].isNaN)
        #expect(try file.int64s("i") == [.max, -5])
        #expect(try file.tensor("none").count == 0)
        #expect(try file.tensor("scalar").array == [2.5])
        #expect(throws: SafetensorsError.self) { try file.tensor("i") }
    }

    static let one = #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#

    @Test(
        "broken files are refused by what is wrong",
        arguments: [
            ("", SafetensorsError.Code.badHeader), ("[]", .badHeader), ("{", .badHeader),
            ("{} x", .badHeader), (" {}", .badHeader), (#"{"a":1}"#, .badHeader),
            (#"{"__metadata__":{"a":1}}"#, .badHeader),
            (#"{"__metadata__":{"a":"1","a":"2"}}"#, .badHeader),
            (#"{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}"#, .badHeader),
            (#"{"a":{"dtype":"F32","shape":[2]}}"#, .badHeader),
            (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, .badHeader),
            (#"{"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}"#, .badHeader),
            (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, .badHeader),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, .badHeader),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#, .badHeader),
            (
                #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#,
                .badHeader
            ),
            (
                #"{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}"#,
                .badHeader
            ),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
                    + #""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, .badHeader
            ),
            (
                #"{"a\uD800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, .badHeader
            ),
            (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, .badLayout),
            (
                #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
                .badLayout
            ),
            ("{}", .badLayout),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, .badLayout),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, .badLayout),
            (
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
                    + #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, .badLayout
            ),
            (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, .truncated),
        ] as [(String, SafetensorsError.Code)])
    func broken(header: String, code: SafetensorsError.Code) throws {
        let folder = try Folder()
        let path = try folder.write(header, [UInt8](repeating: 0, count: 8))
        let error = try #require(throws: SafetensorsError.self) {
            _ = try SafetensorsFile(path: path)
        }
        #expect(error.code == code, "\(error)")
        #expect(error.description.hasPrefix(path))
    }

    @Test("files that are not there, no files, too short or too long")
    func foreign() throws {
        let folder = try Folder()
        func code(_ path: String) -> SafetensorsError.Code? {
            do throws(SafetensorsError) {
                _ = try SafetensorsFile(path: path)
                return nil
            } catch { return error.code }
        }
        #expect(code(folder.path("none")) == .cannotOpen)
        #expect(code(folder.url.path) == .cannotRead)
        #expect(code(try folder.write([])) == .truncated)
        #expect(code(try folder.write([1, 2, 3])) == .truncated)
        #expect(code(try folder.write("{}", length: 3)) == .truncated)
        #expect(code(try folder.write("{}", length: 100_000_001)) == .headerTooLarge)
        #expect(code(try folder.write("{}", length: .max)) == .headerTooLarge)
        #expect(code(try folder.write(Self.one, [UInt8](repeating: 0, count: 8))) == nil)
        #expect(throws: SafetensorsError.self) {
            try SafetensorsWriter().write(to: folder.path("no/folder/x"))
        }
    }

    @Test("tensors that are not there, or are others than wanted")
    func wrongTensor() throws {
        let folder = try Folder()
        let path = try folder.write(Self.one, [UInt8](repeating: 0, count: 8))
        let file = try SafetensorsFile(path: path)
        func code(_ body: () throws -> Void) -> SafetensorsError.Code? {
            do { try body() } catch { return (error as? SafetensorsError)?.code }
            return nil
        }
        #expect(code { _ = try file.tensor("b") } == .missingTensor)
        #expect(code { _ = try file.int8s("a") } == .wrongType)
        #expect(code { _ = try file.int64s("a") } == .wrongType)
        #expect(code { try file.read("a", into: Tensor(rows: 2, columns: 1)) } == .wrongShape)
        #expect(code { try file.read("a", into: Tensor(rows: 1, columns: 3)) } == .wrongShape)
        // A file that shrinks while it is open.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: 1)
        #expect(code { _ = try file.tensor("a") } == .cannotRead)
    }

    @Test("random damage is an error or another file, never a trap", arguments: 1...40)
    func fuzz(seed: UInt64) throws {
        let folder = try Folder()
        var random = SeededRNG(seed: seed)
        var writer = SafetensorsWriter(metadata: ["kind": "test \u{1F426}"])
        writer.add("table", Reference.tensor(3, 4, &random))
        writer.add("codes", [1, 2, 3], shape: [3])
        let path = folder.path("file.safetensors")
        try writer.write(to: path)
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for _ in 0..<50 {
            var bytes = whole
            for _ in 0...random.index(below: 3) {
                let place = random.index(below: bytes.count)
                switch random.index(below: 4) {
                case 0: bytes[place] = UInt8(random.index(below: 256))
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(random.pick(Array("{}[]\",:\\0".utf8)), at: place)
                default: bytes = Array(bytes[..<max(1, place)])
                }
            }
            do {
                let file = try SafetensorsFile(path: try folder.write(bytes))
                for name in file.header.entries.keys {
                    _ = try? file.tensor(name)
                    _ = try? file.int8s(name)
                }
            } catch { #expect(error is SafetensorsError, "seed \(seed)") }
        }
    }
}
