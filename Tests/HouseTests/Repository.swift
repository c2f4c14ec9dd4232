import Foundation

/// The repository that this file lies in.
struct Repository {
    let root: URL

    /// Walks up from this file to the folder of the manifest.
    init(from file: String = #filePath) {
        var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        while folder.path != "/", !Self.exists(folder.appendingPathComponent("Package.swift")) {
            folder.deleteLastPathComponent()
        }
        root = folder
    }

    /// The text of a file; nil where there is none.
    func text(_ path: String) -> String? {
        try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Every Swift file of the rooms, by path.
    func swiftSources() -> [SwiftSource] {
        files(below: "Sources").filter { $0.hasSuffix(".swift") }.compactMap { path in
            text(path).map { SwiftSource(path: path, text: $0) }
        }
    }

    /// The folders of `Sources` that hold Swift files.
    func rooms() -> [String] {
        Set(swiftSources().compactMap(\.room)).sorted()
    }

    private func files(below folder: String) -> [String] {
        let top = root.appendingPathComponent(folder).resolvingSymlinksInPath()
        let names = FileManager.default.enumerator(atPath: top.path)
        return (names?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }.sorted()
    }

    private static func exists(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path)
    }
}
