import GRDB
import Hummingbird
import HashTreeCollections
print(TreeDictionary<Int, Int>().count)
