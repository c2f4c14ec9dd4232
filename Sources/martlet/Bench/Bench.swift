import ArgumentParser

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this machine, each figure beside its peer in the same run.",
        subcommands: [
            BenchIngest.self, BenchClick.self, BenchState.self, BenchIndex.self, BenchSearch.self,
            BenchSuggest.self, BenchTrain.self, BenchInfer.self, BenchEncode.self,
            BenchPolicy.self, BenchServe.self, BenchMemory.self,
        ])
}
