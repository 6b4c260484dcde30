# expects: not sorted
class Folder:
    def __init__(self, root):
        names = [p.name for p in root.iterdir() if p.is_dir()]
        self.classes = sorted(names, reverse=True)
