import CFuzzer
import Fuzzing
import Glibc

// Fuzz PARSER SECONDS FOLDER [SEED]: attacks a parser; what it finds lies under FOLDER.
// Fuzz PARSER FILE: feeds one input.
// Fuzz: the names of the parsers.

let arguments = CommandLine.arguments
let target = chosenTarget()

func chosenTarget() -> FuzzTarget {
    let target = FuzzTarget.all.first { arguments.count > 2 && $0.name == arguments[1] }
    if let target { return target }
    for target in FuzzTarget.all { print(target.name) }
    exit(arguments.count > 1 ? 64 : 0)
}

/// Processor seconds of this thread: others on the machine must not look like a hang.
func processorSeconds() -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// A finding ends the process, so that libFuzzer keeps the input.
func attack(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let start = processorSeconds()
    do { try target.check(input) } catch { fatalError("FINDING: \(error)") }
    guard processorSeconds() - start < 1 else { fatalError("FINDING: more than a second") }
    return 0
}

func make(folder: String) {
    guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else {
        fatalError("no folder \(folder)")
    }
}

func write(_ bytes: [UInt8], to path: String) {
    guard let file = unsafe fopen(path, "wb") else { fatalError("\(path) cannot be written") }
    _ = unsafe fwrite(bytes, 1, bytes.count, file)
    _ = unsafe fclose(file)
}

var words = [arguments[0]]
if arguments.count > 3 {
    let folder = arguments[3]
    let corpus = "\(folder)/corpus-\(target.name)"
    make(folder: folder)
    make(folder: corpus)
    make(folder: "\(folder)/findings")
    for (number, seed) in target.seeds.enumerated() {
        write(seed, to: "\(corpus)/seed-\(number)")
    }
    let entries = target.words.map { word in
        "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            + "\"\n"
    }
    write(Array(entries.joined().utf8), to: "\(folder)/words-\(target.name)")
    words += [
        corpus, "-dict=\(folder)/words-\(target.name)", "-max_total_time=\(arguments[2])",
        "-artifact_prefix=\(folder)/findings/\(target.name)-",
        "-max_len=\(FuzzTarget.inputBytesMax)", "-timeout=30", "-rss_limit_mb=1024",
        "-malloc_limit_mb=512", "-print_final_stats=1", "-use_value_profile=1", "-len_control=20",
    ]
    if arguments.count > 4 { words.append("-seed=\(arguments[4])") }
} else {
    words.append(arguments[2])
}

var count = Int32(words.count)
var vector: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = .allocate(
    capacity: words.count + 1)
for (number, word) in words.enumerated() { unsafe vector?[number] = unsafe strdup(word) }
unsafe vector?[words.count] = nil
exit(unsafe LLVMFuzzerRunDriver(&count, &vector) { unsafe attack($0, $1) })
