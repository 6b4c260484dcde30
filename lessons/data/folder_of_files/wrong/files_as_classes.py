# expects: Only folders are classes
class Folder:
    def __init__(self, root):
        self.classes = sorted(p.name for p in root.iterdir())
        self.files = sorted(root.glob("*/*.npy"))
