import ArgumentParser
import Engine

/// A size as people write it: `512MB`, `4GB`, each unit 1024 of the one below.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        let text = argument.uppercased()
        let units = [("GB", 30), ("G", 30), ("MB", 20), ("M", 20)]
        guard let (unit, shift) = units.first(where: { text.hasSuffix($0.0) }),
            let number = Int(text.dropLast(unit.count)), (1...1_000_000).contains(number),
            number << shift >= EngineConfiguration.memoryBytesMin
        else { return nil }
        bytes = number << shift
    }
}
